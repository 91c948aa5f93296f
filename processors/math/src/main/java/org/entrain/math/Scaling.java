package org.entrain.math;

import java.util.Arrays;
import java.util.stream.IntStream;

/** z-scores of columns by the means and deviations (ddof 0) of some rows. */
final class Scaling {

  private final Centre centre;
  private final float[] scale;

  private Scaling(Centre centre, float[] scale) {
    this.centre = centre;
    this.scale = scale;
  }

  /**
   * Takes the statistics of rows × width values and makes z-scores of them. A column of identical
   * values becomes 0.
   *
   * @param values one row at least; overwritten
   * @param z receives rows × stride; columns beyond the width are left alone
   */
  static Scaling fit(float[] values, int width, float[] z, int stride) {
    Centre centre = Centre.of(values, width);
    centre.subtract(values);
    double[] squares = Centre.squares(values, width);
    int rows = values.length / width;
    boolean usual = Arrays.stream(squares).allMatch(Centre::usual);
    double[] exact = usual ? new double[0] : exact(values, width);
    float[] scale = new float[width];
    for (int v = 0; v < width; v++) {
      scale[v] = (float) (Centre.usual(squares[v]) ? 1 / Math.sqrt(squares[v] / rows) : exact[v]);
    }
    Scaling scaling = new Scaling(centre, scale);
    scaling.multiply(values, z, stride);
    return scaling;
  }

  /** In double precision, for columns whose squares single precision cannot hold. */
  private static double[] exact(float[] values, int width) {
    double[] scale = new double[width];
    int[] rows = IntStream.range(0, values.length / width).toArray();
    Standardize.statistics(values, width, rows, new double[width], scale);
    return scale;
  }

  /**
   * Makes z-scores of other rows by the same statistics.
   *
   * @param values rows × width; overwritten
   * @param z receives rows × stride; columns beyond the width are left alone
   */
  void apply(float[] values, float[] z, int stride) {
    centre.subtract(values);
    multiply(values, z, stride);
  }

  private void multiply(float[] centred, float[] z, int stride) {
    int width = scale.length;
    float[] row = new float[width];
    for (int from = 0, to = 0; from < centred.length; from += width, to += stride) {
      System.arraycopy(centred, from, row, 0, width);
      for (int v = 0; v < row.length; v++) {
        row[v] *= scale[v];
      }
      System.arraycopy(row, 0, z, to, width);
    }
  }
}
