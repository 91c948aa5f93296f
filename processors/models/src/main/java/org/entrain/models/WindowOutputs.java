package org.entrain.models;

/**
 * What a batch of windows gave.
 *
 * @param hidden one row per layer asked for, in that order: batch × hidden size, row-major,
 *     float32, the hidden state of each window's last position
 * @param logProbabilities natural logarithm per window; NaN where no token was asked for
 */
public record WindowOutputs(float[][] hidden, double[] logProbabilities) {}
