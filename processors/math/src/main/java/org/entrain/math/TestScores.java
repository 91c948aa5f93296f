package org.entrain.math;

/**
 * Agreement of recorded and predicted test rows, column by column, in double precision.
 *
 * @param r Pearson correlation; 0 if either column is constant
 * @param r2 1 − residual / total sum of squares about the recorded mean; for a constant recorded
 *     column 1 if the residual is 0, else 0
 * @param constant whether the values of either column are all identical
 */
record TestScores(double[] r, double[] r2, boolean[] constant) {

  /**
   * Compares two matrices of equal shape.
   *
   * @param y recorded, rows × width
   * @param p predicted, rows × width
   */
  static TestScores of(float[] y, float[] p, int width) {
    double[] yMean = means(y, width);
    double[] pMean = means(p, width);
    boolean[] yVaries = Columns.vary(y, width);
    boolean[] pVaries = Columns.vary(p, width);
    double[] yy = new double[width];
    double[] pp = new double[width];
    double[] yp = new double[width];
    double[] residual = new double[width];
    for (int i = 0; i < y.length; i += width) {
      for (int v = 0; v < width; v++) {
        double yi = y[i + v];
        double pi = p[i + v];
        double e = yi - pi;
        yi -= yMean[v];
        pi -= pMean[v];
        yy[v] += yi * yi;
        pp[v] += pi * pi;
        yp[v] += yi * pi;
        residual[v] += e * e;
      }
    }
    double[] r = new double[width];
    double[] r2 = new double[width];
    boolean[] constant = new boolean[width];
    for (int v = 0; v < width; v++) {
      constant[v] = !yVaries[v] || !pVaries[v];
      r[v] = constant[v] ? 0 : Math.max(-1, Math.min(1, yp[v] / Math.sqrt(yy[v] * pp[v])));
      r2[v] = yVaries[v] ? 1 - residual[v] / yy[v] : residual[v] == 0 ? 1 : 0;
    }
    return new TestScores(r, r2, constant);
  }

  private static double[] means(float[] values, int width) {
    double[] mean = new double[width];
    for (int i = 0; i < values.length; i += width) {
      for (int v = 0; v < width; v++) {
        mean[v] += values[i + v];
      }
    }
    for (int v = 0; v < width; v++) {
      mean[v] /= values.length / width;
    }
    return mean;
  }
}
