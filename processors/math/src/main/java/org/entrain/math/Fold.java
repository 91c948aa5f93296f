package org.entrain.math;

/**
 * One outer fold.
 *
 * @param index position among the folds, from 0
 * @param train rows to fit on, ascending; shared, not to be modified
 * @param test rows to predict, ascending; shared, not to be modified
 */
public record Fold(int index, int[] train, int[] test) {}
