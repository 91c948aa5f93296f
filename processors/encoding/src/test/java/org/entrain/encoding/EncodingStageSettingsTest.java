package org.entrain.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.entrain.math.BandSearch;
import org.entrain.math.Classification;
import org.entrain.math.Criterion;
import org.entrain.math.EncodingPreset;
import org.entrain.math.EncodingSettings;
import org.entrain.math.FoldScheme;
import org.entrain.math.PenaltyChoice;
import org.entrain.math.PenaltyScope;
import org.entrain.math.Significance;
import org.entrain.math.TestScaling;
import org.junit.jupiter.api.Test;

class EncodingStageSettingsTest {

  private static final List<Double> GRID = PenaltyChoice.powersOfTen(-1, 1);
  private static final FoldScheme FIVE = FoldScheme.contiguous(5);
  private static final EncodingSettings FIT =
      EncodingSettings.protocol(FIVE, 5, PenaltyChoice.protocol(GRID, 10));

  @Test
  void hash_ofWhatChangesAScore_changes() {
    assertThat(
            List.of(
                hash(FIT, 0, false, 0),
                hash(
                    EncodingSettings.protocol(
                        FoldScheme.contiguous(4), 5, PenaltyChoice.protocol(GRID, 10)),
                    0,
                    false,
                    0),
                hash(
                    EncodingSettings.protocol(
                        FoldScheme.perRun(), 5, PenaltyChoice.protocol(GRID, 10)),
                    0,
                    false,
                    0),
                hash(
                    EncodingSettings.protocol(FIVE, 4, PenaltyChoice.protocol(GRID, 10)),
                    0,
                    false,
                    0),
                hash(
                    EncodingSettings.protocol(
                        FIVE, 5, PenaltyChoice.protocol(GRID.subList(0, 2), 10)),
                    0,
                    false,
                    0),
                hash(
                    EncodingSettings.protocol(FIVE, 5, PenaltyChoice.protocol(GRID, 9)),
                    0,
                    false,
                    0),
                hash(FIT, 10, false, 0),
                hash(FIT, 0, true, 0),
                hash(FIT, 0, false, 1)))
        .doesNotHaveDuplicates();
  }

  @Test
  void hash_ofEveryChoiceOfAFit_changes() {
    PenaltyChoice penalty = FIT.penalty();
    EncodingSettings tested = FIT.with(new Significance(100, 10, 1, false));
    assertThat(
            Stream.of(
                    FIT,
                    with(FoldScheme.grouped(5), 5, FIT),
                    with(FoldScheme.perRunOr(5), 5, FIT),
                    FIT.with(penalty(penalty.lambdas(), FoldScheme.grouped(10), 0)),
                    FIT.with(penalty(penalty.lambdas(), FoldScheme.perRunOr(10), 0)),
                    FIT.with(penalty(penalty.lambdas(), penalty.folds(), 5)),
                    FIT.with(penalty(List.of(0.1, 1.0, 11.0), penalty.folds(), 0)),
                    FIT.with(choice(Criterion.FOLD_MSE, PenaltyScope.VOXEL, false)),
                    FIT.with(choice(Criterion.RUN_MSE, PenaltyScope.VOXEL, false)),
                    FIT.with(choice(Criterion.SQUARED_ERROR, PenaltyScope.VOXEL, false)),
                    FIT.with(choice(Criterion.FOLD_R2, PenaltyScope.REGION, false)),
                    FIT.with(choice(Criterion.FOLD_R2, PenaltyScope.ALL, false)),
                    FIT.with(choice(Criterion.FOLD_R2, PenaltyScope.VOXEL, true)),
                    FIT.with(TestScaling.TRAINING),
                    new EncodingSettings(
                        FIVE, 5, penalty, TestScaling.OWN, true, Significance.NONE, null),
                    FIT.with(new Classification(100, 20, 1)),
                    FIT.with(new Classification(101, 20, 1)),
                    FIT.with(new Classification(100, 21, 1)),
                    FIT.with(new Classification(100, 20, 2)),
                    FIT.with(new Significance(0, 11, 1, false)),
                    tested,
                    tested.with(new Significance(101, 10, 1, false)),
                    tested.with(new Significance(100, 11, 1, false)),
                    tested.with(new Significance(100, 10, 2, false)),
                    tested.with(new Significance(100, 10, 1, true)))
                .map(fit -> hash(fit, 0, false, 0)))
        .doesNotHaveDuplicates();
  }

  @Test
  void hash_ofBands_changesWithEveryChoiceOfTheSearch() {
    EncodingStageSettings plain =
        new EncodingStageSettings("name", FIT, 0, false, List.of(0), 8192);
    assertThat(
            Stream.of(
                    plain,
                    plain.with(BandSearch.of(20, 1)),
                    plain.with(BandSearch.of(21, 1)),
                    plain.with(BandSearch.of(20, 2)),
                    plain.with(new BandSearch(20, 1, List.of(1.0))))
                .map(EncodingStageSettings::hash))
        .doesNotHaveDuplicates();
  }

  @Test
  void hash_withoutATest_ignoresItsDetails() {
    assertThat(hash(FIT.with(new Significance(0, 10, 8, true)), 0, false, 0))
        .isEqualTo(hash(FIT, 0, false, 0));
  }

  @Test
  void hash_ofNamesAndRecordSizes_staysTheSame() {
    EncodingStageSettings other =
        new EncodingStageSettings("another name", FIT, 0, false, List.of(0), 17);
    assertThat(other.hash()).isEqualTo(hash(FIT, 0, false, 0));
  }

  @Test
  void presets_asTheyAre_giveDifferentHashes() {
    assertThat(EncodingPreset.all())
        .extracting(preset -> EncodingStageSettings.of(preset).hash())
        .doesNotHaveDuplicates();
    assertThat(EncodingStageSettings.of(EncodingPreset.PAPER).voxelsPerScoreRecord())
        .isEqualTo(8192);
  }

  private static EncodingSettings with(FoldScheme folds, int gap, EncodingSettings fit) {
    return EncodingSettings.protocol(folds, gap, fit.penalty());
  }

  private static PenaltyChoice penalty(List<Double> lambdas, FoldScheme folds, int gap) {
    return new PenaltyChoice(lambdas, folds, gap, Criterion.FOLD_R2, PenaltyScope.VOXEL, false);
  }

  private static PenaltyChoice choice(Criterion criterion, PenaltyScope scope, boolean intercept) {
    return new PenaltyChoice(GRID, FoldScheme.contiguous(10), 0, criterion, scope, intercept);
  }

  private static String hash(EncodingSettings fit, int pca, boolean zScore, int lag) {
    return new EncodingStageSettings("name", fit, pca, zScore, List.of(lag), 8192).hash();
  }
}
