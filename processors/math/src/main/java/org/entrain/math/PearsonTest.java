package org.entrain.math;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Pearson's correlation of two columns and its two-tailed p, by t = r √((n − 2) / (1 − r²)) with n
 * − 2 degrees of freedom, which takes the rows for independent.
 *
 * @param r NaN where a column is constant
 * @param p NaN with r, and with fewer than three rows
 */
public record PearsonTest(double r, double p) {

  /**
   * Correlates two columns.
   *
   * @throws IllegalArgumentException if their lengths differ
   */
  public static PearsonTest of(double[] first, double[] second) {
    Shapes.same("rows of columns", first.length, second.length);
    int n = first.length;
    double meanFirst = mean(first);
    double meanSecond = mean(second);
    double product = 0;
    double squareFirst = 0;
    double squareSecond = 0;
    for (int i = 0; i < n; i++) {
      double a = first[i] - meanFirst;
      double b = second[i] - meanSecond;
      product += a * b;
      squareFirst += a * a;
      squareSecond += b * b;
    }
    double r = product / Math.sqrt(squareFirst * squareSecond);
    if (Double.isNaN(r)) {
      return new PearsonTest(r, Double.NaN);
    }
    r = Math.max(-1, Math.min(1, r));
    return new PearsonTest(r, n < 3 ? Double.NaN : p(r, n - 2));
  }

  private static double p(double r, int degrees) {
    double t = Math.abs(r) * Math.sqrt(degrees / (1 - r * r));
    return Double.isInfinite(t) ? 0 : 2 * TDistribution.of(degrees).survivalProbability(t);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
