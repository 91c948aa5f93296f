package org.entrain.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.entrain.math.EncodingPreset;
import org.entrain.math.EncodingSettings;
import org.entrain.math.FoldScheme;
import org.entrain.math.PenaltyChoice;
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

  private static String hash(EncodingSettings fit, int pca, boolean zScore, int lag) {
    return new EncodingStageSettings("name", fit, pca, zScore, List.of(lag), 8192).hash();
  }
}
