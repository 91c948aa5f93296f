package org.entrain.results;

import java.util.SplittableRandom;

/**
 * Test of a mean over participants against 0 by sign flips (Fisher 1935): were each participant's
 * value as likely negative as positive, how often would the mean be as far from 0 as it is?
 * Two-sided, and exact while the patterns of signs can be counted through; a seeded sample of them
 * beyond.
 */
final class SignFlip {

  /** Participants up to which every pattern of signs is counted. */
  static final int EXACT = 20;

  private static final int SAMPLE = 100_000;
  private static final long SEED = 1;

  /** Share of the sum of magnitudes by which sums of equal terms may differ from rounding. */
  private static final double ROUNDING = 1e-12;

  private SignFlip() {}

  /**
   * Share of the 2ⁿ sign patterns whose mean is at least as far from 0 as that of {@code values}.
   *
   * @param values one value per participant, n ≥ 1
   */
  static double p(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no participant");
    }
    double observed = 0;
    double magnitudes = 0;
    for (double value : values) {
      observed += value;
      magnitudes += Math.abs(value);
    }
    double limit = Math.abs(observed) - ROUNDING * magnitudes;
    return values.length <= EXACT ? exact(values, limit) : sampled(values, limit);
  }

  /** Smallest p that any values of {@code participants} can have: the two patterns of one sign. */
  static double smallest(int participants) {
    return participants <= EXACT ? Math.pow(2, 1.0 - participants) : 1.0 / (1 + SAMPLE);
  }

  private static double exact(double[] values, double limit) {
    // A pattern and its opposite are equally far from 0: the first sign can stay as it is.
    int patterns = 1 << (values.length - 1);
    int asFar = 0;
    for (int pattern = 0; pattern < patterns; pattern++) {
      asFar += Math.abs(sum(values, (long) pattern << 1)) >= limit ? 1 : 0;
    }
    return (double) asFar / patterns;
  }

  private static double sampled(double[] values, double limit) {
    SplittableRandom random = new SplittableRandom(SEED);
    int asFar = 0;
    for (int draw = 0; draw < SAMPLE; draw++) {
      double sum = 0;
      for (double value : values) {
        sum += random.nextBoolean() ? value : -value;
      }
      asFar += Math.abs(sum) >= limit ? 1 : 0;
    }
    return (1.0 + asFar) / (1 + SAMPLE);
  }

  private static double sum(double[] values, long negative) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += (negative >> i & 1) == 0 ? values[i] : -values[i];
    }
    return sum;
  }
}
