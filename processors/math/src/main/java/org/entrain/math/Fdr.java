package org.entrain.math;

import java.util.Arrays;

/**
 * Adjusted p-values (q) that control the false discovery rate: rejecting every test of q ≤ α keeps
 * the expected share of false rejections at α or below. With p in ascending order and m tests,
 *
 * <p>q(i) = min over j ≥ i of c · m · p(j) / j, at most 1,
 *
 * <p>where c = 1 for Benjamini and Hochberg (1995), valid for independent and for positively
 * dependent tests, and c = Σ 1/i over 1 … m for Benjamini and Yekutieli (2001), valid for any
 * dependence.
 */
public final class Fdr {

  private Fdr() {}

  /**
   * Benjamini and Hochberg's q of every test.
   *
   * @param p p-values in any order, not modified; may be empty
   * @return q in the same order
   * @throws IllegalArgumentException if a value is not a probability
   */
  public static double[] benjaminiHochberg(double[] p) {
    return adjusted(p, 1);
  }

  /**
   * Benjamini and Yekutieli's q of every test.
   *
   * @param p p-values in any order, not modified; may be empty
   * @return q in the same order
   * @throws IllegalArgumentException if a value is not a probability
   */
  public static double[] benjaminiYekutieli(double[] p) {
    double harmonic = 0;
    for (int i = 1; i <= p.length; i++) {
      harmonic += 1.0 / i;
    }
    return adjusted(p, harmonic);
  }

  private static double[] adjusted(double[] p, double factor) {
    for (int i = 0; i < p.length; i++) {
      if (!(p[i] >= 0 && p[i] <= 1)) {
        throw new IllegalArgumentException("p-value %d is %s".formatted(i, p[i]));
      }
    }
    double[] sorted = new double[p.length];
    Arrays.setAll(sorted, i -> p[i] + 0.0); // −0 would sort before 0
    Arrays.sort(sorted);
    double[] q = new double[p.length];
    double least = 1;
    for (int i = p.length; i-- > 0; ) {
      least = Math.min(least, factor * sorted[i] * p.length / (i + 1));
      q[i] = least;
    }
    // Equal p share the minimum at the last of them, so whichever of them is found will do.
    double[] inOrder = new double[p.length];
    Arrays.setAll(inOrder, i -> q[Arrays.binarySearch(sorted, p[i] + 0.0)]);
    return inOrder;
  }
}
