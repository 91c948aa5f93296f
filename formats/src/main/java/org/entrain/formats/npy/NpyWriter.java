package org.entrain.formats.npy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Writes a float32 array as a {@code .npy} file of version 1, little-endian, in C order. Pieces may
 * come in any order, so that an array larger than the memory is written as it is computed. For one
 * thread.
 */
public final class NpyWriter implements Closeable {

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
    byte[] header = NpyHeader.bytes("<f4", shape);
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
}
