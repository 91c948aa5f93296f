package org.entrain.app.run;

import org.entrain.math.BandSearch;
import org.entrain.math.EncodingSettings;
import org.entrain.math.Folds;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.SourceKind;
import org.jspecify.annotations.Nullable;

/**
 * What a unit costs, from counts of operations and constants measured once (Zen 3, single
 * precision, one thread): forward passes of L layers of width H over C tokens take 24·L·H²·C
 * operations, a fold of N rows and V voxels about 20·N²·V, and its preparation about 60·N³ in
 * double precision. A joint model with word rate repeats both for every candidate of its weights,
 * the preparation for every recording too.
 *
 * @param windows windows of the text
 * @param fits fits
 * @param cpuSeconds seconds on one thread
 * @param bytes bytes on disk: events, spools and results
 */
record Estimate(long windows, long fits, double cpuSeconds, double bytes) {

  static final Estimate NONE = new Estimate(0, 0, 0, 0);

  /** Until the first task is taken. */
  static final double START_SECONDS = 12;

  private static final double FORWARD_RATE = 60e9;
  private static final double WINDOW_OVERHEAD_SECONDS = 2e-4;
  private static final double FIT_RATE = 70e9;
  private static final double PREPARE_RATE = 15e9;
  private static final double SCORE_BYTES = 30;

  /** Word rate and the layer. */
  private static final int BANDS = 2;

  static Estimate of(Checkpoint checkpoint, int layers, Reading reading, int rows, Inputs inputs) {
    EncodingSettings fit = inputs.settings().fit();
    int[] runOfRow = SettingsCheck.runOfRow(inputs.dataset().stimulus());
    int folds = Folds.outer(fit.folds(), fit.gap(), runOfRow).size();
    double hidden = checkpoint.getHiddenSize();
    double forward = 24.0 * (checkpoint.getLayers() - 1) * hidden * hidden * reading.tokens();
    double training = rows * (folds - 1.0) / folds;
    double voxels = inputs.recordings().stream().mapToDouble(Inputs.RecordingSize::voxels).sum();
    double prepare = layers * folds * 60 * Math.pow(training, 3) / PREPARE_RATE;
    double fitting = layers * folds * 20 * training * training * voxels / FIT_RATE;
    @Nullable BandSearch bands = inputs.settings().encoding().bands();
    SourceKind kind = checkpoint.getKind();
    boolean baseline = kind == SourceKind.WORD_RATE || kind == SourceKind.RANDOM;
    int variants = bands == null || baseline ? 1 : 2;
    if (bands != null && !baseline) {
      int candidates = bands.candidates(BANDS).length;
      prepare *= 1 + (double) candidates * inputs.recordings().size();
      fitting *= 1 + candidates;
    }
    double words = inputs.dataset().stimulus().words().size();
    double lags = inputs.settings().lags().size();
    return new Estimate(
        reading.windows(),
        (long) layers * inputs.recordings().size(),
        forward / FORWARD_RATE + reading.windows() * WINDOW_OVERHEAD_SECONDS + prepare + fitting,
        layers * hidden * Float.BYTES * (words + 2 * lags * rows)
            + layers * folds * voxels * SCORE_BYTES * variants);
  }

  Estimate plus(Estimate other) {
    return new Estimate(
        windows + other.windows,
        fits + other.fits,
        cpuSeconds + other.cpuSeconds,
        bytes + other.bytes);
  }
}
