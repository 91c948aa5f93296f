package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Laws of encoding scores, whatever computes them. */
abstract class EncodingContract extends EncodingFixture {

  @Test
  void scores_moreFeaturesThanRows_equalBruteForce() {
    assertEqualsBruteForce(Matrices.normal(ROWS, 90, 1));
  }

  @Test
  void scores_fewerFeaturesThanRows_equalBruteForce() {
    assertEqualsBruteForce(Matrices.normal(ROWS, 8, 2));
  }

  @Test
  void scores_screenedPenalties_equalBruteForce() {
    FMatrixRMaj x = Matrices.correlated(ROWS, 120, 41);
    assertEqualsBruteForce(x, new int[ROWS], shared(PenaltyScope.VOXEL, -6));
  }

  /** Every criterion, inner fold, gap, intercept and scaling, in both forms. */
  @ParameterizedTest
  @CsvSource({
    "90, FOLD_MSE, contiguous, 0, false, OWN",
    "90, SQUARED_ERROR, contiguous, 3, false, TRAINING",
    "90, RUN_MSE, runs, 0, true, TRAINING",
    "90, FOLD_R2, groups, 2, true, OWN",
    "90, SQUARED_ERROR, groups, 0, true, OWN",
    "9, FOLD_MSE, runs, 0, false, TRAINING",
    "9, SQUARED_ERROR, contiguous, 3, true, TRAINING",
    "9, RUN_MSE, contiguous, 1, false, OWN",
    "9, FOLD_R2, groups, 0, true, OWN",
    "9, FOLD_R2, contiguous, 4, false, TRAINING"
  })
  void scores_everyChoice_equalBruteForce(
      int features,
      Criterion criterion,
      String inner,
      int gap,
      boolean intercept,
      TestScaling own) {
    FoldScheme folds =
        switch (inner) {
          case "runs" -> FoldScheme.perRun();
          case "groups" -> FoldScheme.grouped(2);
          default -> FoldScheme.contiguous(4);
        };
    PenaltyChoice choice =
        new PenaltyChoice(
            PenaltyChoice.powersOfTen(-4, 6), folds, gap, criterion, PenaltyScope.VOXEL, intercept);
    EncodingSettings settings = EncodingSettings.protocol(FoldScheme.perRun(), 0, choice).with(own);
    int[] runOfRow = IntStream.range(0, ROWS).map(i -> (i + 5) / 20).toArray();
    assertEqualsBruteForce(Matrices.normal(ROWS, features, 31), runOfRow, settings);
  }

  @Test
  void penalties_sharedByVoxels_areThoseOfTheSmallestSum() {
    FMatrixRMaj x = Matrices.normal(ROWS, 90, 32);
    FMatrixRMaj y = Matrices.response(x, 8, 0.8, 33);
    int[] regions = {0, 0, 1, 1, 1, 0, 2, 2};
    for (int columns : new int[] {90, 9}) {
      FMatrixRMaj features = Matrices.columns(x, IntStream.range(0, columns).toArray());
      assertThat(chosen(features, y, PenaltyScope.ALL, new int[0]).lambdaIndex())
          .isEqualTo(smallestSums(features, y, new int[8]));
      assertThat(chosen(features, y, PenaltyScope.REGION, regions).lambdaIndex())
          .isEqualTo(smallestSums(features, y, regions));
    }
    assertThatThrownBy(() -> chosen(x, y, PenaltyScope.REGION, new int[0]))
        .hasMessageContaining("region of each of 8 voxels");
    assertThatThrownBy(() -> chosen(x, y, PenaltyScope.REGION, new int[] {0, 0, -1, 0, 0, 0, 0, 0}))
        .hasMessage("region of voxel 2 is -1, outside 0 … 7");
    assertThatThrownBy(() -> chosen(x, y, PenaltyScope.REGION, new int[7]))
        .hasMessageContaining("8 != 7");
  }

  @Test
  void innerR2_ofAVoxelConstantInABlock_isTheMeanOverAllFolds() {
    FMatrixRMaj x = Matrices.normal(ROWS, 90, 34);
    FMatrixRMaj y = Matrices.response(x, 1, 0.8, 35);
    Arrays.fill(y.data, 25, 51, 0.3f);
    PenaltyChoice choice =
        new PenaltyChoice(
            PenaltyChoice.powersOfTen(-2, 4),
            FoldScheme.contiguous(4),
            0,
            Criterion.FOLD_R2,
            PenaltyScope.VOXEL,
            false);
    EncodingSettings settings = EncodingSettings.protocol(FoldScheme.contiguous(3), 0, choice);
    for (int columns : new int[] {90, 9}) {
      FMatrixRMaj features = Matrices.columns(x, IntStream.range(0, columns).toArray());
      EncodingScores scores;
      EncodingEngine engine = new EncodingEngine(algebra(), 2, 32, 1 << 24);
      try (PreparedDesign design = engine.prepare(Design.of(features), new int[ROWS], settings)) {
        scores = design.score(VoxelSource.of(y));
      }
      for (Fold fold : Folds.outer(settings.folds(), settings.gap(), new int[ROWS])) {
        BruteForce.Result expected =
            BruteForce.score(features, y, 0, fold, new int[ROWS], settings);
        assertThat(scores.innerR2()[fold.index()])
            .isCloseTo(1 - expected.error()[expected.lambda()] / 4, offset(1e-4));
      }
    }
  }

  private EncodingScores chosen(FMatrixRMaj x, FMatrixRMaj y, PenaltyScope scope, int[] regions) {
    EncodingEngine engine = new EncodingEngine(algebra(), 2, 32, 1 << 24);
    try (PreparedDesign design = engine.prepare(Design.of(x), new int[ROWS], shared(scope))) {
      return design.score(VoxelSource.of(y), new RecordingMaps(regions, new int[0]));
    }
  }

  /** Indices of penalties, folds × voxels, by brute force. */
  private static byte[] smallestSums(FMatrixRMaj x, FMatrixRMaj y, int[] regions) {
    EncodingSettings settings = shared(PenaltyScope.ALL);
    byte[] chosen = new byte[3 * y.numCols];
    for (Fold fold : Folds.outer(settings.folds(), settings.gap(), new int[ROWS])) {
      double[][] sums = new double[3][9];
      for (int v = 0; v < y.numCols; v++) {
        double[] error = BruteForce.score(x, y, v, fold, new int[ROWS], settings).error();
        for (int l = 0; l < error.length; l++) {
          sums[regions[v]][l] += error[l];
        }
      }
      for (int v = 0; v < y.numCols; v++) {
        double[] sum = sums[regions[v]];
        double least = Arrays.stream(sum).min().orElseThrow();
        chosen[fold.index() * y.numCols + v] =
            (byte)
                IntStream.range(0, sum.length).filter(l -> sum[l] == least).findFirst().orElse(0);
      }
    }
    return chosen;
  }

  @Test
  void scores_featureOfOneInnerFoldAlone_equalBruteForce() {
    FMatrixRMaj x = Matrices.normal(ROWS, 8, 23);
    for (int i = 0; i < ROWS; i++) {
      x.set(i, 3, i >= 40 && i < 43 ? x.get(i, 3) : 0);
    }
    assertEqualsBruteForce(x);
  }

  @Test
  void scores_dependentAndConstantFeatures_equalBruteForce() {
    FMatrixRMaj x = Matrices.normal(ROWS, 12, 3);
    for (int i = 0; i < ROWS; i++) {
      x.set(i, 0, 0.1f);
      x.set(i, 1, x.get(i, 2));
    }
    assertEqualsBruteForce(x);
  }

  @Test
  void scores_severalRecordings_shareOneDesign() {
    FMatrixRMaj x = Matrices.normal(ROWS, 40, 8);
    FMatrixRMaj first = Matrices.response(x, 6, 0.3, 9);
    FMatrixRMaj second = Matrices.response(x, 1, 0.3, 10);
    EncodingEngine engine = new EncodingEngine(algebra(), 1, 32, 1 << 24);
    try (PreparedDesign design = engine.prepare(Design.of(x), new int[ROWS], SETTINGS)) {
      EncodingScores before = design.score(VoxelSource.of(first));
      assertSameBits(design.score(VoxelSource.of(second)), score(1, 32, x, second));
      assertSameBits(design.score(VoxelSource.of(first)), before);
      assertThat(design.rows()).isEqualTo(ROWS);
      assertThat(design.folds()).hasSize(3);
    }
  }

  @Test
  void prediction_hugeLambda_isZero() {
    FMatrixRMaj x = Matrices.normal(ROWS, 10, 13);
    FMatrixRMaj y = Matrices.response(x, 3, 0.1, 14);
    EncodingSettings huge =
        EncodingSettings.protocol(
            FoldScheme.contiguous(3), 2, PenaltyChoice.protocol(List.of(1e20), 5));

    EncodingScores scores = score(new EncodingEngine(algebra(), 1, 32, 1 << 24), x, y, huge);

    assertThat(scores.r2()).containsExactly(new double[9], offset(1e-12));
    assertThat(scores.shareAtLowEnd()).containsExactly(1, 1, 1);
  }

  @Test
  void constantColumns_recordedOrPredicted_scoreZeroAndAreCounted() {
    FMatrixRMaj x = Matrices.normal(ROWS, 10, 15);
    FMatrixRMaj y = Matrices.response(x, 4, 0.1, 16);
    for (int i = 0; i < ROWS; i++) {
      y.set(i, 1, 0.1f);
      if (i < ROWS / 3) {
        y.set(i, 2, 7f); // constant in the first test block only
      }
    }

    EncodingScores scores = score(1, 32, x, y);

    assertThat(scores.constantColumns()).isEqualTo(3 + 1);
    assertThat(IntStream.range(0, 3).mapToDouble(k -> scores.r()[k * 4 + 1])).containsOnly(0.0);
    assertThat(scores.r()[2]).isZero();
    assertThat(scores.lambdaIndex()[1]).isZero();
    assertThat(scores.r()).doesNotContain(Double.NaN);

    for (int features : new int[] {3, 99}) {
      assertThatThrownBy(() -> score(1, 32, new FMatrixRMaj(ROWS, features), y))
          .hasMessage(
              "fold 0: all %d features are constant on its 45 training rows".formatted(features));
      EncodingEngine engine = new EncodingEngine(algebra(), 1);
      Design blind = Design.ofBaseline(new FMatrixRMaj(ROWS, features));
      try (PreparedDesign design = engine.prepare(blind, new int[ROWS], SETTINGS)) {
        EncodingScores nothing = design.score(VoxelSource.of(y));
        assertThat(nothing.r()).containsOnly(0.0);
        assertThat(nothing.lambdaIndex()).containsOnly((byte) 0);
        assertThat(nothing.constantColumns()).isEqualTo(12);
      }
    }
  }

  @Test
  void summaries_ofScores_areMeansAndShares() {
    FMatrixRMaj x = Matrices.normal(ROWS, 60, 17);
    FMatrixRMaj y = Matrices.response(x, 30, 0.5, 18);

    EncodingScores scores = score(1, 32, x, y);

    double[] r = scores.r();
    assertThat(scores.meanR()[4]).isCloseTo((r[4] + r[34] + r[64]) / 3, offset(1e-15));
    long low = IntStream.range(30, 60).filter(i -> scores.lambdaIndex()[i] == 0).count();
    assertThat(scores.shareAtLowEnd()[1]).isCloseTo(low / 30.0, offset(1e-12));
    long high = IntStream.range(60, 90).filter(i -> scores.lambdaIndex()[i] == 16).count();
    assertThat(scores.shareAtHighEnd()[2]).isCloseTo(high / 30.0, offset(1e-12));
    assertThat(scores.lambdas()).hasSize(17);
    assertThat(scores.engine()).isEqualTo("dual, " + algebra().name());
  }

  @Test
  void input_impossible_isRefusedWithTheNumbers() {
    FMatrixRMaj x = Matrices.normal(ROWS, 4, 19);
    FMatrixRMaj y = Matrices.normal(ROWS, 40, 20);
    assertThatThrownBy(() -> score(1, 32, x, Matrices.normal(ROWS - 1, 4, 1)))
        .hasMessageContaining("70 != 69");
    assertThatThrownBy(() -> score(1, 32, x, new FMatrixRMaj(ROWS, 0)))
        .hasMessageContaining("no voxels");
    y.set(9, 35, Float.NaN);
    assertThatThrownBy(() -> score(2, 32, x, y)).hasMessageContaining("row 9, voxel 35 is NaN");
    assertThatThrownBy(() -> score(1, 32, new FMatrixRMaj(ROWS, 0), y))
        .hasMessage("features have no columns: 0");
    x.set(8, 3, Float.POSITIVE_INFINITY);
    assertThatThrownBy(() -> score(1, 32, x, y)).hasMessageContaining("row 8, column 3 is Inf");
    assertThatThrownBy(
            () ->
                new EncodingEngine(algebra(), 1).prepare(Design.of(x), new int[ROWS + 1], SETTINGS))
        .hasMessageContaining("70 != 71");
    assertThatThrownBy(() -> new EncodingEngine(algebra(), 0)).hasMessageContaining("0");
    assertThatThrownBy(() -> new EncodingEngine(algebra(), 1, 0, 1 << 24))
        .hasMessageContaining("0");
  }

  @Test
  void score_interrupted_isCancelled() {
    FMatrixRMaj x = Matrices.normal(ROWS, 4, 21);
    EncodingEngine engine = new EncodingEngine(algebra(), 2, 32, 1 << 24);
    try (PreparedDesign design = engine.prepare(Design.of(x), new int[ROWS], SETTINGS)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> design.score(VoxelSource.of(Matrices.normal(ROWS, 999, 22))))
          .isInstanceOf(CancellationException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private void assertEqualsBruteForce(FMatrixRMaj x) {
    assertEqualsBruteForce(x, new int[ROWS], SETTINGS);
  }

  private void assertEqualsBruteForce(FMatrixRMaj x, int[] runOfRow, EncodingSettings settings) {
    FMatrixRMaj y = Matrices.response(x, 6, 0.4, 99);
    EncodingScores scores;
    EncodingEngine engine = new EncodingEngine(algebra(), 2, 32, 1 << 24);
    try (PreparedDesign design = engine.prepare(Design.of(x), runOfRow, settings)) {
      scores = design.score(VoxelSource.of(y));
    }
    for (Fold fold : Folds.outer(settings.folds(), settings.gap(), runOfRow)) {
      for (int v = 0; v < y.numCols; v++) {
        BruteForce.Result expected = BruteForce.score(x, y, v, fold, runOfRow, settings);
        int at = fold.index() * y.numCols + v;
        double[] error = expected.error();
        // Errors that differ by rounding alone are ties: either penalty is right.
        double least = Arrays.stream(error).min().orElseThrow();
        assertThat(error[scores.lambdaIndex()[at]])
            .isCloseTo(least, offset(1e-5 * Math.max(1, least)));
        if (scores.lambdaIndex()[at] == expected.lambda()) {
          assertThat(scores.r()[at]).isCloseTo(expected.r(), offset(2e-5));
          assertThat(scores.r2()[at]).isCloseTo(expected.r2(), offset(2e-5));
        }
      }
    }
  }
}
