package org.entrain.math;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Every choice of an encoding fit.
 *
 * @param folds how rows are cut into outer folds
 * @param gap rows dropped at a border of an outer fold, 0 or more
 * @param lambdas ridge penalties to choose from, positive and increasing, at most 127
 * @param innerFolds contiguous folds of the training rows that choose the penalty, 2 or more
 */
public record EncodingSettings(FoldScheme folds, int gap, List<Double> lambdas, int innerFolds) {

  public EncodingSettings {
    lambdas = List.copyOf(lambdas);
    if (gap < 0) {
      throw new IllegalArgumentException("gap is negative: " + gap);
    }
    if (innerFolds < 2) {
      throw new IllegalArgumentException("inner folds must be 2 or more: " + innerFolds);
    }
    if (lambdas.isEmpty() || lambdas.size() > Byte.MAX_VALUE) {
      throw new IllegalArgumentException("1 to 127 lambdas, not " + lambdas.size());
    }
    for (int i = 0; i < lambdas.size(); i++) {
      double lambda = lambdas.get(i);
      if (!(lambda > 0) || Double.isInfinite(lambda)) {
        throw new IllegalArgumentException("lambda " + i + " is not positive: " + lambda);
      }
      if (i > 0 && lambda <= lambdas.get(i - 1)) {
        throw new IllegalArgumentException(
            "lambdas do not increase: %s after %s".formatted(lambda, lambdas.get(i - 1)));
      }
    }
  }

  /** Powers of ten with whole exponents, both ends included. */
  public static List<Double> powersOfTen(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(e -> Double.valueOf("1e" + e)).toList();
  }
}
