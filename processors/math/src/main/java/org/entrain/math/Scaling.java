package org.entrain.math;

import org.jspecify.annotations.Nullable;

/** z-scores of columns in single precision, by the means and deviations (ddof 0) of some rows. */
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
   * @return null, and z void, if single precision cannot hold a column's squares
   */
  static @Nullable Scaling fit(float[] values, int width, float[] z, int stride) {
    Centre centre = Centre.of(values, width);
    centre.subtract(values);
    double[] squares = Centre.squares(values, width);
    int rows = values.length / width;
    float[] scale = new float[width];
    for (int v = 0; v < width; v++) {
      if (Centre.usual(squares[v])) {
        scale[v] = (float) (1 / Math.sqrt(squares[v] / rows));
      } else if (!zero(values, width, v)) {
        return null;
      }
    }
    Scaling scaling = new Scaling(centre, scale);
    scaling.multiply(values, z, stride);
    return scaling;
  }

  private static boolean zero(float[] centred, int width, int v) {
    for (int at = v; at < centred.length; at += width) {
      if (centred[at] != 0) {
        return false;
      }
    }
    return true;
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
