package org.entrain.formats.npy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Writes a float32 array as a {@code .npy} file of version 1, little-endian, in C order. Pieces may
 * come in any order, so that an array larger than the memory is written as it is computed. For one
 * thread.
 */
public final class NpyWriter implements Closeable {

  private static final byte[] START = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  /** NumPy aligns the data to this, for maps of them. */
  private static final int ALIGNMENT = 64;

  private static final int PIECE_FLOATS = 1 << 16;

  private final FileChannel channel;
  private final long offset;
  private final long size;
  private final ByteBuffer piece =
      ByteBuffer.allocateDirect(PIECE_FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long written;

  /**
   * Makes the file, or begins it anew.
   *
   * @param shape length of every axis
   */
  public NpyWriter(Path file, int... shape) throws IOException {
    size = Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
    byte[] header = header(shape);
    offset = header.length;
    channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    try {
      write(ByteBuffer.wrap(header), 0);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Writes consecutive elements.
   *
   * @param first index of the first one in C order
   * @throws IllegalArgumentException if they reach beyond the array
   */
  public void write(long first, float[] values) throws IOException {
    if (first < 0 || first + values.length > size) {
      throw new IllegalArgumentException(
          "elements %d to %d of %d".formatted(first, first + values.length, size));
    }
    for (int from = 0; from < values.length; from += PIECE_FLOATS) {
      int count = Math.min(PIECE_FLOATS, values.length - from);
      piece.clear();
      piece.asFloatBuffer().put(values, from, count);
      write(piece.limit(count * Float.BYTES), offset + (first + from) * Float.BYTES);
    }
    written += values.length;
  }

  /**
   * Brings all of it to the disk.
   *
   * @throws IllegalStateException if elements are missing
   */
  public void finish() throws IOException {
    if (written != size) {
      throw new IllegalStateException("elements written: %d of %d".formatted(written, size));
    }
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void write(ByteBuffer bytes, long at) throws IOException {
    long next = at;
    while (bytes.hasRemaining()) {
      next += channel.write(bytes, next);
    }
  }

  private static byte[] header(int[] shape) {
    String lengths =
        Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    String text =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%s%s), }"
            .formatted(lengths, shape.length == 1 ? "," : "");
    int unpadded = START.length + Short.BYTES + text.length() + 1;
    int total = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer header = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
    header.put(START).putShort((short) (total - START.length - Short.BYTES));
    header.put(text.getBytes(StandardCharsets.US_ASCII));
    while (header.remaining() > 1) {
      header.put((byte) ' ');
    }
    return header.put((byte) '\n').array();
  }
}
