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
    int size = y.length;
    double[] yMean = new double[width];
    double[] pMean = new double[width];
    boolean[] yVaries = new boolean[width];
    boolean[] pVaries = new boolean[width];
    for (int i = 0; i < size; i += width) {
      for (int v = 0; v < width; v++) {
        yMean[v] += y[i + v];
        pMean[v] += p[i + v];
        yVaries[v] |= y[i + v] != y[v];
        pVaries[v] |= p[i + v] != p[v];
      }
    }
    int rows = size / width;
    for (int v = 0; v < width; v++) {
      yMean[v] /= rows;
      pMean[v] /= rows;
    }
    double[] yy = new double[width];
    double[] pp = new double[width];
    double[] yp = new double[width];
    double[] residual = new double[width];
    for (int i = 0; i < size; i += width) {
      for (int v = 0; v < width; v++) {
        double yi = y[i + v] - yMean[v];
        double pi = p[i + v] - pMean[v];
        double e = (double) y[i + v] - p[i + v];
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
}
