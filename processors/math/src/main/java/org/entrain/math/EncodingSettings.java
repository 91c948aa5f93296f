package org.entrain.math;

import org.jspecify.annotations.Nullable;

/**
 * Every choice of an encoding fit.
 *
 * @param folds how rows are cut into outer folds
 * @param gap rows dropped at a border of an outer fold, 0 or more
 * @param penalty how the penalty is chosen on the training rows of an outer fold
 * @param testScaling whose statistics standardise the test rows
 * @param driftsWithinFolds whether drifts that were subtracted from whole runs of a recording
 *     ({@link VoxelSource#drifts()}) are subtracted anew from the training rows and from the test
 *     rows of each run, so that neither side knows the other's drift
 * @param significance permutation test of the scores
 * @param classification classification of test rows; null: none
 */
public record EncodingSettings(
    FoldScheme folds,
    int gap,
    PenaltyChoice penalty,
    TestScaling testScaling,
    boolean driftsWithinFolds,
    Significance significance,
    @Nullable Classification classification) {

  public EncodingSettings {
    if (gap < 0) {
      throw new IllegalArgumentException("gap is negative: " + gap);
    }
  }

  /** As PROTOCOL section 4 has it: test rows scaled by themselves, no test of significance. */
  public static EncodingSettings protocol(FoldScheme folds, int gap, PenaltyChoice penalty) {
    return new EncodingSettings(
        folds, gap, penalty, TestScaling.OWN, false, Significance.NONE, null);
  }

  /** The same with another choice of the penalty. */
  public EncodingSettings with(PenaltyChoice other) {
    return new EncodingSettings(
        folds, gap, other, testScaling, driftsWithinFolds, significance, classification);
  }

  /** The same with another test of significance. */
  public EncodingSettings with(Significance other) {
    return new EncodingSettings(
        folds, gap, penalty, testScaling, driftsWithinFolds, other, classification);
  }

  /** The same with a classification of test rows. */
  public EncodingSettings with(Classification other) {
    return new EncodingSettings(
        folds, gap, penalty, testScaling, driftsWithinFolds, significance, other);
  }

  /** The same with other scaling of the test rows. */
  public EncodingSettings with(TestScaling other) {
    return new EncodingSettings(
        folds, gap, penalty, other, driftsWithinFolds, significance, classification);
  }
}
