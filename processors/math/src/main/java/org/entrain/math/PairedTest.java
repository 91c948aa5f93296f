package org.entrain.math;

import org.apache.commons.statistics.inference.TTest;

/**
 * Paired two-tailed t-test of two conditions: over the voxels of one participant, or over
 * participants' means. Neighbouring voxels are not independent, so that p over voxels overstates
 * the evidence; p over participants is about the population.
 *
 * @param t mean difference / its standard error; ±∞ where all differences are the same, not 0
 * @param degreesOfFreedom pairs − 1
 * @param p two-tailed; 1 where all differences are 0
 * @param meanDifference mean of first − second
 */
public record PairedTest(double t, double degreesOfFreedom, double p, double meanDifference) {

  /**
   * Compares pairs.
   *
   * @param first one value per voxel or participant
   * @param second the same voxels or participants in the same order
   * @throws IllegalArgumentException if lengths differ, there are fewer than two pairs, or a value
   *     is not finite
   */
  public static PairedTest of(double[] first, double[] second) {
    Shapes.same("values of a pair", first.length, second.length);
    if (first.length < 2) {
      throw new IllegalArgumentException(
          "a paired test needs two pairs, got %d".formatted(first.length));
    }
    double sum = 0;
    boolean varies = false;
    for (int i = 0; i < first.length; i++) {
      double difference = first[i] - second[i];
      if (!Double.isFinite(difference)) {
        throw new IllegalArgumentException(
            "pair %d is %s and %s".formatted(i, first[i], second[i]));
      }
      sum += difference;
      varies |= difference != first[0] - second[0];
    }
    double mean = sum / first.length;
    int degrees = first.length - 1;
    if (!varies) {
      // No variance to measure a difference by: a computed one would be a rounding error.
      return mean == 0
          ? new PairedTest(0, degrees, 1, 0)
          : new PairedTest(Math.copySign(Double.POSITIVE_INFINITY, mean), degrees, 0, mean);
    }
    TTest.Result result = TTest.withDefaults().pairedTest(first, second);
    return new PairedTest(
        result.getStatistic(), result.getDegreesOfFreedom(), result.getPValue(), mean);
  }
}
