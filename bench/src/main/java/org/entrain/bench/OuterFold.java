package org.entrain.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.entrain.math.Criterion;
import org.entrain.math.Design;
import org.entrain.math.EncodingEngine;
import org.entrain.math.EncodingScores;
import org.entrain.math.EncodingSettings;
import org.entrain.math.Fold;
import org.entrain.math.FoldScheme;
import org.entrain.math.PenaltyChoice;
import org.entrain.math.PenaltyScope;
import org.entrain.math.PreparedDesign;
import org.entrain.math.TestScaling;
import org.entrain.math.VoxelSource;

/**
 * One outer fold, as a study's engine computes it: from features and a recording to scores.
 *
 * @param test rows to predict, the first ones; the rows after them are the training rows
 */
record OuterFold(EncodingEngine engine, int test, FMatrixRMaj features, VoxelSource recording) {

  private static final int INNER_FOLDS = 10;

  /** Prepares and scores; nothing is kept from one call to the next. */
  EncodingScores fit(Criterion criterion) {
    int rows = features.numRows;
    int[] runOfRow = new int[rows];
    Arrays.fill(runOfRow, test, rows, 1);
    Fold fold =
        new Fold(0, IntStream.range(test, rows).toArray(), IntStream.range(0, test).toArray());
    PenaltyChoice penalty =
        new PenaltyChoice(
            PenaltyChoice.powersOfTen(-6, 10),
            FoldScheme.contiguous(INNER_FOLDS),
            0,
            criterion,
            PenaltyScope.VOXEL,
            false);
    // The outer scheme is not used: the fold is given.
    EncodingSettings settings =
        EncodingSettings.protocol(FoldScheme.perRun(), 0, penalty).with(TestScaling.TRAINING);
    try (PreparedDesign prepared =
        engine.prepare(Design.of(features), runOfRow, List.of(fold), settings)) {
      return prepared.score(recording);
    }
  }
}
