package org.entrain.math;

/** Held-out errors of the inner folds of one outer fold. Used by several threads at once. */
interface InnerErrors extends AutoCloseable {

  /**
   * Computes what the {@link Criterion} makes smallest.
   *
   * @param y standardised training rows
   * @param error receives the error of every penalty, penalties × width; infinity for one that is
   *     certain not to be the best
   * @param total receives the error of predicting 0 everywhere, one per column; for {@link
   *     Criterion#FOLD_R2} the number of folds, but for those in which the column is constant and
   *     predicted exactly
   */
  void of(Panel y, double[] error, double[] total);

  @Override
  void close();
}
