package org.entrain.math;

import org.entrain.math.LinearAlgebra.FloatMatrix;

/**
 * Some voxels' standardised training rows, n × width, row-major, padded to the width by zero
 * columns. Every product of a recording has panels of one width, so that a voxel's scores are the
 * same bits however its recording is cut into tiles. Owned by one thread.
 *
 * @param values on the heap
 * @param matrix the same where products are fast
 */
record Panel(float[] values, FloatMatrix matrix, int rows, int width) implements AutoCloseable {

  /** Widest panel: the products run at full speed from here on. */
  private static final int WIDEST = 256;

  private static final int STEP = 64;

  /** Width of the panels of a recording: narrow ones for recordings of few regions. */
  static int width(int voxels) {
    return Math.min(WIDEST, (voxels + STEP - 1) / STEP * STEP);
  }

  static Panel allocate(LinearAlgebra algebra, int rows, int width) {
    return new Panel(new float[rows * width], algebra.allocate(rows, width), rows, width);
  }

  /** Takes columns {@code first} … {@code first + width − 1} of rows × {@code stride} values. */
  void load(float[] source, int stride, int first) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(source, i * stride + first, values, i * width, width);
    }
    matrix.set(values);
  }

  @Override
  public void close() {
    matrix.close();
  }
}
