package org.entrain.encoding;

import java.util.List;
import org.entrain.common.ContentHash;
import org.entrain.math.EncodingPreset;
import org.entrain.math.EncodingSettings;

/**
 * How features are fitted to recordings.
 *
 * @param preset name of the preset these settings began with; informative
 * @param encoding folds and penalties
 * @param pcaComponents components per layer, fitted on the words of training TRs; 0: no PCA, then
 *     feature rows are fitted as they are
 * @param zScorePerRun whether kept rows are standardised within each run before the folds
 * @param lags lags in TRs; units planned with other lags are left alone
 * @param voxelsPerScoreRecord most voxels of one score record; does not change a score
 */
public record EncodingStageSettings(
    String preset,
    EncodingSettings encoding,
    int pcaComponents,
    boolean zScorePerRun,
    List<Integer> lags,
    int voxelsPerScoreRecord) {

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

  /** 16 hexadecimal digits over every setting that changes a score. */
  public String hash() {
    ContentHash hash =
        new ContentHash()
            .add(encoding.folds().kind().name())
            .add(encoding.folds().count())
            .add(encoding.gap())
            .add(encoding.penalty().folds().count())
            .add(encoding.penalty().lambdas().size());
    encoding.penalty().lambdas().forEach(hash::add);
    return hash.add(pcaComponents).add(zScorePerRun ? 1 : 0).add(lags.toString()).shortHex();
  }
}
