package org.entrain.bench.cost;

/**
 * What a run computes.
 *
 * @param model shape of every checkpoint
 * @param checkpoints checkpoints with different weights
 * @param layers hidden states scored of each
 * @param words words of the story with a representation
 * @param windows windows that pass through a checkpoint, those of perplexity among them
 * @param window tokens of a window
 * @param rows kept TRs
 * @param folds outer folds of equal size
 * @param lags lags of the features
 * @param participants people
 * @param voxels voxels of each
 * @param permutations permutations of every voxel's test
 * @param properties properties that are removed, each with a fit of its own
 */
record Work(
    ModelShape model,
    int checkpoints,
    int layers,
    int words,
    int windows,
    int window,
    int rows,
    int folds,
    int lags,
    int participants,
    long voxels,
    int permutations,
    int properties) {

  /** TRs that a permutation moves together. */
  private static final double BLOCK = 10;

  /** Layers of checkpoints. */
  double units() {
    return (double) checkpoints * layers;
  }

  /** Sets of features that are prepared: every variant of every layer, and the random baseline. */
  double designs() {
    return units() * (1 + properties) + 1;
  }

  /** Fits: of every design and participant, and of word rate. */
  double fits() {
    return (designs() + 1) * participants;
  }

  /** Training rows of a fold, N. */
  double training() {
    return (double) rows * (folds - 1) / folds;
  }

  /** Columns of a design, P. */
  double features() {
    return (double) lags * model.hidden();
  }

  /** Layer vectors, one for each word and layer. */
  double vectors() {
    return units() * words;
  }

  /** Rows of results: a voxel and fold of a fit. */
  double scores() {
    return fits() * voxels * folds;
  }

  /** Additions of permuted block products: one per voxel, permutation and block of test rows. */
  double permuted() {
    return fits() * voxels * permutations * (rows / BLOCK);
  }
}
