package org.entrain.formats.npy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes float64 arrays that are in memory as {@code .npy} of version 1, in C order. */
public final class NpyDoubles {

  private static final int PIECE = 1 << 13;

  private NpyDoubles() {}

  /**
   * Writes an array.
   *
   * @param out where to; neither flushed nor closed
   * @param values elements in C order
   * @param shape length of every axis
   * @throws IllegalArgumentException if the shape is of another number of elements
   */
  public static void write(OutputStream out, double[] values, int... shape) throws IOException {
    long size = Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
    if (size != values.length) {
      throw new IllegalArgumentException(
          "%d elements in shape %s".formatted(values.length, Arrays.toString(shape)));
    }
    out.write(NpyHeader.bytes("<f8", shape));
    ByteBuffer piece = ByteBuffer.allocate(PIECE * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += PIECE) {
      int count = Math.min(PIECE, values.length - from);
      piece.asDoubleBuffer().put(values, from, count);
      out.write(piece.array(), 0, count * Double.BYTES);
    }
  }
}
