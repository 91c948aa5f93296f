package org.entrain.models.torch;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.entrain.models.weights.Reads;

/** The bytes of a pickle from some position of a file on; never more than {@code most} of them. */
final class PickleInput {

  private static final int BUFFER = 1 << 13;

  private final FileChannel channel;
  private final long end;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN).limit(0);

  /** Position in the file of the buffer's first byte. */
  private long begin;

  PickleInput(FileChannel channel, long begin, long most) throws IOException {
    this.channel = channel;
    this.begin = begin;
    this.end = Math.min(channel.size(), begin + most);
  }

  /** Position in the file of the next byte. */
  long position() {
    return begin + buffer.position();
  }

  int u1() throws IOException {
    return need(1).get() & 0xff;
  }

  int u2() throws IOException {
    return need(2).getShort() & 0xffff;
  }

  int i4() throws IOException {
    return need(4).getInt();
  }

  double bigEndianDouble() throws IOException {
    return Double.longBitsToDouble(Long.reverseBytes(need(8).getLong()));
  }

  /** A little-endian number in two's complement of up to 8 bytes. */
  long signed(int bytes) throws IOException {
    ByteBuffer source = need(bytes);
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (source.get() & 0xffL) << 8 * i;
    }
    int unused = Long.SIZE - 8 * bytes;
    return bytes == 0 ? 0 : value << unused >> unused;
  }

  /** Text of at most {@link #BUFFER} bytes. */
  String utf8(int bytes) throws IOException {
    if (bytes < 0 || bytes > BUFFER) {
      throw new IOException("text of " + (bytes & 0xffffffffL) + " bytes at byte " + position());
    }
    ByteBuffer source = need(bytes);
    ByteBuffer text = source.slice(source.position(), bytes);
    long at = position();
    source.position(source.position() + bytes);
    try {
      CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(text);
      return decoded.toString();
    } catch (CharacterCodingException e) {
      throw new IOException("text at byte " + at + " is not UTF-8", e);
    }
  }

  /** Text up to a line feed. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = u1(); next != '\n'; next = u1()) {
      if (next < ' ' || next > '~' || line.length() > 200) {
        throw new IOException("no name at byte " + (position() - 1 - line.length()));
      }
      line.append((char) next);
    }
    return line.toString();
  }

  private ByteBuffer need(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      begin = position();
      buffer.compact();
      buffer.limit((int) Math.min(BUFFER, Math.max(buffer.position(), end - begin)));
      Reads.upToEnd(channel, begin, buffer);
      if (buffer.flip().remaining() < bytes) {
        throw new EOFException("it ends at byte " + (begin + buffer.remaining()));
      }
    }
    return buffer;
  }
}
