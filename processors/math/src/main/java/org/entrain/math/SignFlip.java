package org.entrain.math;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Two-sided sign-flip test over participants, or over blocks of TRs of one (Fisher 1935): if a
 * condition makes no difference, every difference is as likely with either sign. p is the share of
 * sign patterns whose mean is at least as far from 0 as the observed one. Few differences cannot
 * reach a small p ({@link #smallestP}).
 *
 * @param count number of differences, n
 * @param mean observed mean difference
 * @param p two-sided
 * @param exact whether all 2ⁿ patterns were counted, not a random sample
 */
public record SignFlip(int count, double mean, double p, boolean exact) {

  /** Most differences whose patterns are all counted. */
  private static final int MOST_EXACT = 20;

  private static final int PATTERNS = 10_000;

  /** Drawn where none of so many reaches the observed mean. */
  private static final int MORE_PATTERNS = 100_000;

  /** Rounding allowed in a tie, relative to the sum of absolute differences. */
  private static final double TIE = 1e-12;

  /**
   * Tests the mean of differences against 0: exactly up to 20 of them, above that by 10,000 random
   * patterns, or where none of them reaches the observed mean by more until one does, 100,000 at
   * most; p = (1 + hits) / (1 + patterns).
   *
   * @param differences one per participant or block
   * @param seed seed of the random patterns
   * @throws IllegalArgumentException without a difference, or if a difference is not finite
   */
  public static SignFlip of(double[] differences, long seed) {
    return of(differences, seed, 1);
  }

  /**
   * The same of two models' differences by block of test rows. Folds of one cross-validation are
   * not independent: with more than one, flipped means are widened by {@link
   * BlockPermutations#OF_FOLDS}.
   *
   * @param differences one per block, of all folds
   * @param folds outer folds
   */
  public static SignFlip ofBlocks(double[] differences, int folds, long seed) {
    return of(differences, seed, folds > 1 ? BlockPermutations.OF_FOLDS : 1);
  }

  /**
   * Tests.
   *
   * @param dependence factor on flipped means
   */
  private static SignFlip of(double[] differences, long seed, double dependence) {
    int n = differences.length;
    requireSome(n);
    double sum = 0;
    double size = 0;
    for (int i = 0; i < n; i++) {
      if (!Double.isFinite(differences[i])) {
        throw new IllegalArgumentException("difference %d is %s".formatted(i, differences[i]));
      }
      sum += differences[i];
      size += Math.abs(differences[i]);
    }
    double least = (Math.abs(sum) - TIE * size) / dependence;
    if (n <= MOST_EXACT) {
      long hits = hits(differences, least);
      return new SignFlip(n, sum / n, (double) hits / (1L << (n - 1)), true);
    }
    SplittableRandom random = new SplittableRandom(seed);
    int hits = 0;
    int drawn = 0;
    for (; drawn < PATTERNS || hits == 0 && drawn < MORE_PATTERNS; drawn++) {
      double kept = 0;
      long signs = 0;
      for (int i = 0; i < n; i++) {
        signs = i % Long.SIZE == 0 ? random.nextLong() : signs >>> 1;
        kept += (signs & 1) * differences[i];
      }
      hits += Math.abs(2 * kept - sum) >= least ? 1 : 0;
    }
    return new SignFlip(n, sum / n, (1.0 + hits) / (1.0 + drawn), false);
  }

  /**
   * Smallest p that so many differences can reach: 2 / 2ⁿ while exact; 3 reach no less than .25.
   */
  public static double smallestP(int count) {
    requireSome(count);
    return count <= MOST_EXACT ? 2.0 / (1L << count) : 1.0 / (1 + MORE_PATTERNS);
  }

  /**
   * Patterns whose sum is at least so far from 0. A pattern and its opposite are equally far: the
   * first sign stays. Sums of either half of the differences are matched by search, so that 2ⁿ
   * patterns take about 2^(n/2) steps.
   */
  private static long hits(double[] differences, double least) {
    int n = differences.length;
    if (least <= 0) {
      return 1L << (n - 1);
    }
    double[] left = sums(differences[0], Arrays.copyOfRange(differences, 1, (n + 1) / 2));
    double[] right = sums(0, Arrays.copyOfRange(differences, (n + 1) / 2, n));
    Arrays.sort(right);
    long hits = 0;
    for (double sum : left) {
      hits += right.length - Ascending.below(right, least - sum);
      hits += Ascending.below(right, Math.nextUp(-least - sum));
    }
    return hits;
  }

  /** A value with all patterns of some differences added. */
  private static double[] sums(double first, double[] differences) {
    double[] sums = new double[1 << differences.length];
    sums[0] = first;
    for (int i = 0; i < differences.length; i++) {
      for (int pattern = 0; pattern < 1 << i; pattern++) {
        sums[pattern + (1 << i)] = sums[pattern] - differences[i];
        sums[pattern] += differences[i];
      }
    }
    return sums;
  }

  private static void requireSome(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("a sign-flip test needs a difference, got " + n);
    }
  }
}
