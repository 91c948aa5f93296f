package org.entrain.math;

import java.util.EnumMap;
import java.util.Map;
import org.entrain.math.LinearAlgebra.FloatMatrix;
import org.jspecify.annotations.Nullable;

/**
 * Some voxels' standardised training rows, n × width, row-major, padded to the width by zero
 * columns. Every product of a recording has panels of one width, so that a voxel's scores are the
 * same bits however its recording is cut into tiles. Owned by one thread, which keeps it from panel
 * to panel: memory handed back and taken again would be cleared every time.
 */
final class Panel implements AutoCloseable {

  /** Widest panel: the products run at full speed from here on. */
  static final int WIDEST = 384;

  private static final int STEP = 64;

  /** Step of widths of panels of a few columns out of another. */
  private static final int FEW = 16;

  private final LinearAlgebra algebra;
  private final float[] values;
  private final FloatMatrix matrix;
  private final int width;
  private int rows;
  private @Nullable FloatMatrix product;
  private final Map<Room, float[]> rooms = new EnumMap<>(Room.class);
  private double @Nullable [] squares;

  /**
   * @param mostRows most training rows
   */
  Panel(LinearAlgebra algebra, int mostRows, int width) {
    this.algebra = algebra;
    this.width = width;
    values = new float[mostRows * width];
    matrix = algebra.allocate(mostRows, width);
  }

  /** Width of the panels of a recording: narrow ones for recordings of few regions. */
  static int width(int voxels) {
    return Math.min(WIDEST, (voxels + STEP - 1) / STEP * STEP);
  }

  /** Takes columns {@code first} … {@code first + width − 1} of rows × {@code stride} values. */
  void load(float[] source, int stride, int first) {
    rows = source.length / stride;
    squares = null;
    for (int i = 0; i < rows; i++) {
      System.arraycopy(source, i * stride + first, values, i * width, width);
    }
    matrix.set(0, rows, values);
  }

  /**
   * Takes some columns of rows × {@code stride} values; columns behind them keep what they held.
   *
   * @param columns as many as the width or fewer
   */
  void load(float[] source, int stride, int[] columns) {
    gather(source, source.length / stride, stride, columns);
  }

  private void gather(float[] source, int count, int stride, int[] columns) {
    rows = count;
    squares = null;
    for (int i = 0; i < rows; i++) {
      int from = i * stride;
      int to = i * width;
      for (int c = 0; c < columns.length; c++) {
        values[to + c] = source[from + columns[c]];
      }
    }
    matrix.set(0, rows, values);
  }

  /** A panel of some of the columns, in their order. */
  Panel columns(int[] some) {
    Panel panel = new Panel(algebra, rows, (some.length + FEW - 1) / FEW * FEW);
    panel.gather(values, rows, width, some);
    return panel;
  }

  /** Σ_i y_i² of every column, computed once; not to be modified. */
  double[] squares() {
    double[] sums = squares;
    if (sums == null) {
      sums = new double[width];
      Columns.addProducts(values, 0, 1, values, 0, rows, width, sums);
      squares = sums;
    }
    return sums;
  }

  int rows() {
    return rows;
  }

  int width() {
    return width;
  }

  /** The rows on the heap; there may be void ones behind them. */
  float[] values() {
    return values;
  }

  /** The rows where products are fast; there may be void ones behind them. */
  FloatMatrix matrix() {
    return matrix;
  }

  /** Room for what is computed of a panel, kept from panel to panel. */
  enum Room {
    PRODUCT,
    PREDICTED,
    TILE
  }

  /** An array of this length, its values void. */
  float[] room(Room room, int length) {
    float[] kept = rooms.get(room);
    if (kept == null || kept.length != length) {
      kept = new float[length];
      rooms.put(room, kept);
    }
    return kept;
  }

  /** Room for a product of this many rows or more, its values void. */
  FloatMatrix product(int least) {
    if (product == null || product.rows() < least) {
      if (product != null) {
        product.close();
        product = null;
      }
      product = algebra.allocate(least, width);
    }
    return product;
  }

  @Override
  public void close() {
    matrix.close();
    if (product != null) {
      product.close();
    }
  }
}
