package org.entrain.math;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How a ridge penalty is chosen on training rows.
 *
 * @param lambdas penalties to choose from, positive and increasing, at most 127
 * @param folds inner folds of the training rows
 * @param gap rows of the same run left out of an inner fit within this distance of a held-out row
 * @param criterion what the chosen penalty makes smallest; the smaller penalty on a tie
 * @param scope which voxels share a penalty
 * @param intercept whether an inner fit has an intercept of its own, not penalised; the outer one
 *     needs none, because its training rows have mean 0
 */
public record PenaltyChoice(
    List<Double> lambdas,
    FoldScheme folds,
    int gap,
    Criterion criterion,
    PenaltyScope scope,
    boolean intercept) {

  public PenaltyChoice {
    lambdas = List.copyOf(lambdas);
    if (gap < 0) {
      throw new IllegalArgumentException("gap of inner folds is negative: " + gap);
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

  /** As PROTOCOL section 4 has it, from these penalties and contiguous inner folds. */
  public static PenaltyChoice protocol(List<Double> lambdas, int innerFolds) {
    return new PenaltyChoice(
        lambdas,
        FoldScheme.contiguous(innerFolds),
        0,
        Criterion.FOLD_R2,
        PenaltyScope.VOXEL,
        false);
  }

  /** Powers of ten with whole exponents, both ends included. */
  public static List<Double> powersOfTen(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(e -> Double.valueOf("1e" + e)).toList();
  }

  double[] grid() {
    return lambdas.stream().mapToDouble(d -> d).toArray();
  }
}
