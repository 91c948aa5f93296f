package org.entrain.app.run;

import org.entrain.math.EncodingSettings;
import org.entrain.schemas.avro.Checkpoint;

/**
 * What a unit costs, from counts of operations and constants measured once (Zen 3, single
 * precision, one thread): a forward pass of L layers of width H over C tokens takes 24·L·H²·C
 * operations, a fold of N rows and V voxels about 20·N²·V, and its preparation about 60·N³ in
 * double precision.
 *
 * @param windows windows of C tokens
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

  static Estimate of(Checkpoint checkpoint, int layers, int windows, int rows, Inputs inputs) {
    EncodingSettings fit = inputs.settings().fit();
    int folds = fit.folds().count() == 0 ? inputs.dataset().stimulus().runs() : fit.folds().count();
    double hidden = checkpoint.getHiddenSize();
    double forward =
        24.0 * (checkpoint.getLayers() - 1) * hidden * hidden * inputs.settings().contextTokens();
    double training = rows * (folds - 1.0) / folds;
    double voxels = inputs.recordings().stream().mapToDouble(Inputs.RecordingSize::voxels).sum();
    double prepare = layers * folds * 60 * Math.pow(training, 3) / PREPARE_RATE;
    double fitting = layers * folds * 20 * training * training * voxels / FIT_RATE;
    double words = inputs.dataset().stimulus().words().size();
    double lags = inputs.settings().lags().size();
    return new Estimate(
        windows,
        (long) layers * inputs.recordings().size(),
        windows * (forward / FORWARD_RATE + WINDOW_OVERHEAD_SECONDS) + prepare + fitting,
        layers * hidden * Float.BYTES * (words + 2 * lags * rows)
            + layers * folds * voxels * SCORE_BYTES);
  }

  Estimate plus(Estimate other) {
    return new Estimate(
        windows + other.windows,
        fits + other.fits,
        cpuSeconds + other.cpuSeconds,
        bytes + other.bytes);
  }
}
