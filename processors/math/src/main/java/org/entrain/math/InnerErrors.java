package org.entrain.math;

/** Held-out errors of the inner folds of one outer fold. Used by several threads at once. */
interface InnerErrors extends AutoCloseable {

  /**
   * Computes what the {@link Criterion} makes smallest.
   *
   * @param y standardised training rows
   * @param error receives the error of every penalty, penalties × width; infinity for one that is
   *     certain not to be the best
   * @param total receives the error of predicting 0 everywhere (the number of folds in which the
   *     column varies for {@link Criterion#FOLD_R2}), one per column
   */
  void of(Panel y, double[] error, double[] total);

  @Override
  void close();
}
