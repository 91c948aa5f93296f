package org.entrain.math;

import java.util.Arrays;

/** Chosen candidates and bands' shares as they come; every voxel of a fold is written once. */
final class BandTable {

  private final int folds;
  private final int voxels;
  private final int[] candidate;
  private final PredictionSplit split;

  BandTable(int folds, int voxels, int bands) {
    this.folds = folds;
    this.voxels = voxels;
    candidate = new int[Math.multiplyExact(folds, voxels)];
    int cells = Math.multiplyExact(bands, voxels);
    split =
        new PredictionSplit(
            bands,
            voxels,
            new double[cells],
            new double[voxels],
            new double[cells],
            new double[cells]);
  }

  void choose(int fold, int first, int count, int[] candidates) {
    System.arraycopy(candidates, 0, candidate, fold * voxels + first, count);
  }

  /** Candidates of some voxels in a fold, once they are chosen. */
  int[] chosen(int fold, int first, int count) {
    int at = fold * voxels + first;
    return Arrays.copyOfRange(candidate, at, at + count);
  }

  /** Adds a fold's shares of one voxel. */
  void add(int voxel, PredictionSplit of, int column) {
    split.offset()[voxel] += of.offset()[column] / folds;
    for (int i = 0; i < split.bands(); i++) {
      int at = i * voxels + voxel;
      int from = i * of.voxels() + column;
      split.r2()[at] += of.r2()[from] / folds;
      split.r()[at] += of.r()[from] / folds;
      split.variance()[at] += of.variance()[from] / folds;
    }
  }

  int[] candidates() {
    return candidate;
  }

  /** Means over folds. */
  PredictionSplit split() {
    return split;
  }
}
