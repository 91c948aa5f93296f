package org.entrain.results;

/**
 * A fit of the ledger, by the names of its checkpoint; fits of checkpoints with equal weights are
 * there once for each name.
 *
 * @param model name of the model
 * @param step training step
 * @param layer hidden state, 0 is the embedding's
 * @param variant {@code initial}, {@code with-word-rate}, or the property that was removed
 * @param participant whose recording
 * @param kind what the representations come from, a {@code SourceKind}
 * @param unit hash of stimulus, weights and representation
 * @param settings hash of the settings of the fit
 * @param recording hash of the recording
 * @param engine what computed it
 * @param trs rows of the recording
 * @param voxels voxels of the recording
 * @param folds outer folds
 * @param permutations permutations of its test, 0 without one
 * @param constantColumns constant columns, recorded or predicted, whose r is 0
 * @param meanR mean r over voxels and folds
 * @param lowEndShare share of voxels with the smallest penalty of the grid, largest over folds
 * @param highEndShare share of voxels with the largest penalty of the grid, largest over folds
 * @param number what its scores refer to it by
 */
public record StoredFit(
    String model,
    long step,
    int layer,
    String variant,
    String participant,
    String kind,
    String unit,
    String settings,
    String recording,
    String engine,
    int trs,
    int voxels,
    int folds,
    int permutations,
    int constantColumns,
    double meanR,
    double lowEndShare,
    double highEndShare,
    long number) {

  /** Number of its scores. */
  public long scores() {
    return (long) voxels * folds;
  }
}
