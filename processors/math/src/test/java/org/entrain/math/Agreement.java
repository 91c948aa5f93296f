package org.entrain.math;

/**
 * Agreement of a recorded and a predicted column.
 *
 * @param r Pearson correlation; 0 if either column is constant
 * @param r2 1 − residual / total sum of squares about the recorded mean; for a constant recorded
 *     column 1 if the residual is 0, else 0
 * @param constant whether the values of either column are all identical
 */
record Agreement(double r, double r2, boolean constant) {

  /**
   * Compares column {@code ySlot} of {@code y} with column {@code pSlot} of {@code p}, both
   * row-major of m rows, in double precision.
   */
  static Agreement of(float[] y, int yWidth, int ySlot, float[] p, int pWidth, int pSlot, int m) {
    double yMean = 0;
    double pMean = 0;
    boolean yVaries = false;
    boolean pVaries = false;
    for (int i = 0; i < m; i++) {
      float yi = y[i * yWidth + ySlot];
      float pi = p[i * pWidth + pSlot];
      yMean += yi;
      pMean += pi;
      yVaries |= yi != y[ySlot];
      pVaries |= pi != p[pSlot];
    }
    yMean /= m;
    pMean /= m;
    double yy = 0;
    double pp = 0;
    double yp = 0;
    double residual = 0;
    for (int i = 0; i < m; i++) {
      double yi = y[i * yWidth + ySlot];
      double pi = p[i * pWidth + pSlot];
      yy += (yi - yMean) * (yi - yMean);
      pp += (pi - pMean) * (pi - pMean);
      yp += (yi - yMean) * (pi - pMean);
      residual += (yi - pi) * (yi - pi);
    }
    boolean constant = !yVaries || !pVaries;
    double r = constant ? 0 : Math.max(-1, Math.min(1, yp / Math.sqrt(yy * pp)));
    double r2 = yVaries ? 1 - residual / yy : residual == 0 ? 1 : 0;
    return new Agreement(r, r2, constant);
  }
}
