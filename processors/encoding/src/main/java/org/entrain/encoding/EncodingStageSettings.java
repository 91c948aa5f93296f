package org.entrain.encoding;

import java.util.List;
import org.entrain.common.ContentHash;
import org.entrain.math.BandSearch;
import org.entrain.math.Classification;
import org.entrain.math.EncodingPreset;
import org.entrain.math.EncodingSettings;
import org.entrain.math.FoldScheme;
import org.entrain.math.PenaltyChoice;
import org.entrain.math.PenaltyScope;
import org.entrain.math.Significance;
import org.jspecify.annotations.Nullable;

/**
 * How features are fitted to recordings.
 *
 * @param preset name of the preset these settings began with; informative
 * @param encoding folds, penalties and the test of significance
 * @param pcaComponents components per layer, fitted on the words of training TRs; 0: no PCA, then
 *     feature rows are fitted as they are
 * @param zScorePerRun whether kept rows are standardised within each run before the folds
 * @param lags lags in TRs; units planned with other lags are left alone
 * @param voxelsPerScoreRecord most voxels of one score record; does not change a score
 * @param bands search for the weights of a joint model of word rate and a layer, fitted beside the
 *     plain one of every checkpoint; null: none
 */
public record EncodingStageSettings(
    String preset,
    EncodingSettings encoding,
    int pcaComponents,
    boolean zScorePerRun,
    List<Integer> lags,
    int voxelsPerScoreRecord,
    @Nullable BandSearch bands) {

  /** Rows of a block as all presets have it; other blocks are other scores. */
  private static final int USUAL_BLOCK = 10;

  /** Voxels of a score record: about 0.7 MB with 5 folds. */
  public static final int DEFAULT_VOXELS_PER_SCORE_RECORD = 8192;

  public EncodingStageSettings {
    lags = List.copyOf(lags);
    if (pcaComponents < 0 || voxelsPerScoreRecord < 1 || lags.isEmpty()) {
      throw new IllegalArgumentException(
          "PCA components %d, voxels per score record %d, lags %s"
              .formatted(pcaComponents, voxelsPerScoreRecord, lags));
    }
  }

  /** Without joint models. */
  public EncodingStageSettings(
      String preset,
      EncodingSettings encoding,
      int pcaComponents,
      boolean zScorePerRun,
      List<Integer> lags,
      int voxelsPerScoreRecord) {
    this(preset, encoding, pcaComponents, zScorePerRun, lags, voxelsPerScoreRecord, null);
  }

  /** The same with joint models of word rate and a layer. */
  public EncodingStageSettings with(BandSearch search) {
    return new EncodingStageSettings(
        preset, encoding, pcaComponents, zScorePerRun, lags, voxelsPerScoreRecord, search);
  }

  /** The preset as it is. */
  public static EncodingStageSettings of(EncodingPreset preset) {
    return new EncodingStageSettings(
        preset.name(),
        preset.fit(),
        preset.pcaComponents(),
        preset.zScorePerRun(),
        preset.lags().trs(),
        DEFAULT_VOXELS_PER_SCORE_RECORD);
  }

  /**
   * Whether scores of a voxel depend on others: on a penalty that they share, on the largest score
   * of all, or on neighbours that classify with it.
   */
  public boolean needsAllVoxels() {
    return encoding.penalty().scope() != PenaltyScope.VOXEL
        || encoding.significance().draws() > 0 && encoding.significance().maximum()
        || encoding.classification() != null;
  }

  /** 16 hexadecimal digits over every setting that changes a score. */
  public String hash() {
    PenaltyChoice penalty = encoding.penalty();
    ContentHash hash = new ContentHash();
    add(hash, encoding.folds(), encoding.gap());
    add(hash, penalty.folds(), penalty.gap());
    hash.add(penalty.lambdas().size());
    penalty.lambdas().forEach(hash::add);
    hash.add(penalty.criterion().name())
        .add(penalty.scope().name())
        .add(penalty.intercept() ? 1 : 0)
        .add(encoding.testScaling().name())
        .add(encoding.driftsWithinFolds() ? 1 : 0);
    Significance test = encoding.significance();
    hash.add(test.draws());
    if (test.draws() > 0) {
      hash.add(test.block()).add(test.seed()).add(test.maximum() ? 1 : 0);
    }
    if (test.draws() == 0 && test.block() != USUAL_BLOCK) {
      hash.add("block").add(test.block()); // of the parts of r
    }
    Classification classification = encoding.classification();
    if (classification != null) {
      hash.add("classification")
          .add(classification.draws())
          .add(classification.size())
          .add(classification.seed());
    }
    if (bands != null) {
      hash.add("bands")
          .add(bands.samples())
          .add(bands.seed())
          .add(bands.concentrations().toString());
    }
    return hash.add(pcaComponents).add(zScorePerRun ? 1 : 0).add(lags.toString()).shortHex();
  }

  private static void add(ContentHash hash, FoldScheme folds, int gap) {
    hash.add(folds.kind().name()).add(folds.count()).add(gap);
  }
}
