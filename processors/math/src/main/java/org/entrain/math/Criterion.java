package org.entrain.math;

/** What the penalty of a voxel makes smallest over the inner folds. Residuals are held-out ones. */
public enum Criterion {
  /** Σ over inner folds of 1 − R², R² against the fold's own mean (PROTOCOL section 4). */
  FOLD_R2,

  /** Mean over inner folds of the fold's mean squared error, as himalaya has it. */
  FOLD_MSE,

  /** Mean over runs of the mean squared error of the run's rows. */
  RUN_MSE,

  /** Sum of squared errors over all rows: every row counts the same. */
  SQUARED_ERROR
}
