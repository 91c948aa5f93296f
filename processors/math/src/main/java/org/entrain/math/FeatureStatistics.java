package org.entrain.math;

import org.ejml.data.DMatrixRMaj;

/**
 * Means and reciprocal deviations of features over some rows, read one row at a time.
 *
 * @param scale 1 / standard deviation (ddof 0); 0 for a constant feature
 */
record FeatureStatistics(double[] mean, double[] scale) {

  /**
   * Reads the rows twice.
   *
   * @throws IllegalArgumentException if a feature is not finite
   */
  static FeatureStatistics of(RowSource x, int[] rows) {
    int columns = x.columns();
    double[] mean = new double[columns];
    double[] scale = new double[columns];
    boolean[] varies = new boolean[columns];
    float[] first = new float[columns];
    float[] values = new float[columns];
    x.read(rows[0], 1, first);
    for (int row : rows) {
      x.read(row, 1, values);
      for (int j = 0; j < columns; j++) {
        refuseNotFinite(values[j], row, j);
        mean[j] += values[j];
        varies[j] |= values[j] != first[j];
      }
    }
    for (int j = 0; j < columns; j++) {
      mean[j] /= rows.length;
    }
    for (int row : rows) {
      x.read(row, 1, values);
      for (int j = 0; j < columns; j++) {
        double d = values[j] - mean[j];
        scale[j] += d * d;
      }
    }
    for (int j = 0; j < columns; j++) {
      scale[j] = varies[j] ? 1 / Math.sqrt(scale[j] / rows.length) : 0;
    }
    return new FeatureStatistics(mean, scale);
  }

  private static void refuseNotFinite(float value, int row, int column) {
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException(
          "feature at row %d, column %d is %s".formatted(row, column, value));
    }
  }

  /** Standardised rows {@code rows[from]} … {@code rows[from + count − 1]}: count × P. */
  DMatrixRMaj rows(RowSource x, int[] rows, int from, int count) {
    int columns = mean.length;
    DMatrixRMaj z = new DMatrixRMaj(count, columns);
    float[] values = new float[columns];
    for (int i = 0; i < count; i++) {
      x.read(rows[from + i], 1, values);
      for (int j = 0; j < columns; j++) {
        refuseNotFinite(values[j], rows[from + i], j);
        z.data[i * columns + j] = (values[j] - mean[j]) * scale[j];
      }
    }
    return z;
  }
}
