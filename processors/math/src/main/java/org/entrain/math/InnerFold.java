package org.entrain.math;

/**
 * One inner fold of an outer fold's training rows. Rows are positions among the training rows.
 *
 * @param held rows predicted, ascending; shared, not to be modified
 * @param left rows left out of the fit, ascending: those predicted and those within the gap
 */
public record InnerFold(int[] held, int[] left) {}
