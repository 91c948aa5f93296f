package org.entrain.models.torch;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import org.entrain.models.weights.Reads;

/**
 * Looks at the end of a zip archive before the library reads its directory into memory, whatever
 * its length. Offsets are those of the zip specification (APPNOTE 6.3, sections 4.3.14 to 4.3.16).
 */
final class ZipDirectory {

  /** Entries take about 110 bytes: room for 70,000 storages. */
  static final long MOST_BYTES = 8L << 20;

  private static final int END_BYTES = 22;
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int LOCATOR_BYTES = 20;
  private static final int LOCATOR_SIGNATURE = 0x07064b50;
  private static final int END64_BYTES = 56;
  private static final int END64_SIGNATURE = 0x06064b50;

  private ZipDirectory() {}

  /** Refuses a directory of more than {@link #MOST_BYTES}, and an archive with a comment. */
  static void checkSize(FileChannel channel) throws IOException {
    long size = channel.size();
    ByteBuffer end = read(channel, size - END_BYTES, END_BYTES);
    if (end.getInt(0) != END_SIGNATURE) {
      throw new IOException("a zip archive that is cut: no directory at its end");
    }
    long begin = Integer.toUnsignedLong(end.getInt(16));
    long locatorBegin = size - END_BYTES - LOCATOR_BYTES;
    ByteBuffer locator = read(channel, locatorBegin, LOCATOR_BYTES);
    if (locator.getInt(0) == LOCATOR_SIGNATURE) {
      ByteBuffer end64 = read(channel, locator.getLong(8), END64_BYTES);
      if (end64.getInt(0) != END64_SIGNATURE) {
        throw new IOException("a zip archive without the directory that it announces");
      }
      begin = end64.getLong(48);
    }
    // From its begin to the end of the file: the library reads on until entries end.
    if (begin < 0 || begin > size || size - begin > MOST_BYTES) {
      throw new IOException(
          "a zip directory of %d bytes, more than %d".formatted(size - begin, MOST_BYTES));
    }
  }

  private static ByteBuffer read(FileChannel channel, long position, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (position < 0 || position > channel.size() - bytes) {
      throw new EOFException("a zip archive that is cut: no directory at its end");
    }
    Reads.fully(channel, position, buffer);
    return buffer;
  }
}
