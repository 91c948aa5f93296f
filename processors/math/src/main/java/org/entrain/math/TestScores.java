package org.entrain.math;

/**
 * Agreement of recorded and predicted test rows, column by column. Sums are taken in single
 * precision over 64 rows at most, then in double precision.
 *
 * @param r Pearson correlation; 0 if either column is constant
 * @param r2 1 − residual / total sum of squares about the recorded mean; for a constant recorded
 *     column 1 if the residual is 0, else 0
 * @param constant whether the values of either column are all identical
 * @param parts part of every block of rows in r, blocks × width; 0 for a column that single
 *     precision cannot square
 */
record TestScores(double[] r, double[] r2, boolean[] constant, double[][] parts) {

  /**
   * Compares two matrices of equal shape.
   *
   * @param y recorded, rows × width
   * @param p predicted, rows × width
   * @param starts first row of every block, then the number of rows
   */
  static TestScores of(float[] y, float[] p, int width, int[] starts) {
    float[] yCentred = Centre.of(y, width).subtract(y.clone());
    float[] pCentred = Centre.of(p, width).subtract(p.clone());
    double[] yy = Centre.squares(yCentred, width);
    double[] pp = Centre.squares(pCentred, width);
    double[][] parts = new double[starts.length - 1][width];
    double[] yp = new double[width];
    for (int b = 0; b < parts.length; b++) {
      int from = starts[b] * width;
      int rows = starts[b + 1] - starts[b];
      Columns.addProducts(yCentred, from, 1, pCentred, from, rows, width, parts[b]);
      for (int v = 0; v < width; v++) {
        yp[v] += parts[b][v];
      }
    }
    double[] residual = Columns.squaredDifferences(y, p, width);
    double[] r = new double[width];
    double[] r2 = new double[width];
    boolean[] constant = new boolean[width];
    double[] scale = new double[width];
    for (int v = 0; v < width; v++) {
      if (Centre.usual(yy[v]) && Centre.usual(pp[v]) && Centre.usual(residual[v])) {
        scale[v] = 1 / Math.sqrt(yy[v] * pp[v]);
        r[v] = Math.max(-1, Math.min(1, yp[v] / Math.sqrt(yy[v] * pp[v])));
        r2[v] = 1 - residual[v] / yy[v];
      } else {
        unusual(y, p, width, v, r, r2, constant);
      }
    }
    for (double[] part : parts) {
      for (int v = 0; v < width; v++) {
        part[v] *= scale[v];
      }
    }
    return new TestScores(r, r2, constant, parts);
  }

  /** One column in double precision; it may be constant. */
  private static void unusual(
      float[] y, float[] p, int width, int v, double[] r, double[] r2, boolean[] constant) {
    boolean yVaries = false;
    boolean pVaries = false;
    double yMean = 0;
    double pMean = 0;
    int rows = y.length / width;
    for (int at = v; at < y.length; at += width) {
      yVaries |= y[at] != y[v];
      pVaries |= p[at] != p[v];
      yMean += (double) y[at] / rows;
      pMean += (double) p[at] / rows;
    }
    double yy = 0;
    double pp = 0;
    double yp = 0;
    double residual = 0;
    for (int at = v; at < y.length; at += width) {
      double yi = y[at] - yMean;
      double pi = p[at] - pMean;
      double e = (double) y[at] - p[at];
      yy += yi * yi;
      pp += pi * pi;
      yp += yi * pi;
      residual += e * e;
    }
    constant[v] = !yVaries || !pVaries;
    r[v] = constant[v] ? 0 : Math.max(-1, Math.min(1, yp / Math.sqrt(yy * pp)));
    r2[v] = yVaries ? 1 - residual / yy : residual == 0 ? 1 : 0;
  }
}
