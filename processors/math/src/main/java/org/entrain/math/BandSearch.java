package org.entrain.math;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Random search over weights of bands: non-negative, sum 1. First come the corners, one band alone
 * each, then equal weights, then Dirichlet samples whose concentrations take turns. A concentration
 * below 1 prefers the neighbourhood of corners and edges, 1 is uniform.
 *
 * @param samples number of Dirichlet samples beside corners and centre, 0 or more
 * @param seed seed of the samples
 * @param concentrations concentrations of the symmetric Dirichlet distributions, positive
 */
public record BandSearch(int samples, long seed, List<Double> concentrations) {

  public BandSearch {
    concentrations = List.copyOf(concentrations);
    if (samples < 0) {
      throw new IllegalArgumentException("number of samples is negative: " + samples);
    }
    if (samples > 0 && concentrations.isEmpty()) {
      throw new IllegalArgumentException(samples + " samples of no concentration");
    }
    for (double concentration : concentrations) {
      if (!(concentration > 0) || Double.isInfinite(concentration)) {
        throw new IllegalArgumentException("concentration is not positive: " + concentration);
      }
    }
  }

  /** Concentrations 0.1 and 1 in turn. */
  public static BandSearch of(int samples, long seed) {
    return new BandSearch(samples, seed, List.of(0.1, 1.0));
  }

  /**
   * The weights to try, in order.
   *
   * @param bands number of bands; of one there is one candidate
   * @return candidates × bands
   */
  public double[][] candidates(int bands) {
    if (bands < 1) {
      throw new IllegalArgumentException("no bands: " + bands);
    }
    List<double[]> candidates = new ArrayList<>();
    for (int i = 0; i < bands; i++) {
      double[] corner = new double[bands];
      corner[i] = 1;
      candidates.add(corner);
    }
    if (bands > 1) {
      double[] centre = new double[bands];
      Arrays.fill(centre, 1.0 / bands);
      candidates.add(centre);
      Random random = new Random(seed);
      for (int i = 0; i < samples; i++) {
        candidates.add(dirichlet(random, bands, concentrations.get(i % concentrations.size())));
      }
    }
    return candidates.toArray(double[][]::new);
  }

  /** Gamma variates divided by their sum. */
  private static double[] dirichlet(Random random, int bands, double concentration) {
    double[] weights = new double[bands];
    double sum = 0;
    for (int i = 0; i < bands; i++) {
      weights[i] = gamma(random, concentration);
      sum += weights[i];
    }
    // Of very small concentrations all variates may underflow.
    if (sum == 0) {
      return dirichlet(random, bands, concentration);
    }
    for (int i = 0; i < bands; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  /**
   * A gamma variate of this shape and scale 1 by rejection (Marsaglia and Tsang 2000); of a shape
   * below 1 by that of shape + 1 times U^(1 / shape).
   */
  private static double gamma(Random random, double shape) {
    if (shape < 1) {
      return gamma(random, shape + 1) * Math.pow(1 - random.nextDouble(), 1 / shape);
    }
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = Math.pow(1 + c * x, 3);
      if (v > 0 && Math.log(1 - random.nextDouble()) < x * x / 2 + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }
}
