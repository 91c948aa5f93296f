package org.entrain.models;

/**
 * What a pass gave.
 *
 * @param hidden one row per layer asked for, in that order: states × H, row-major, float32
 * @param logProbabilities natural logarithm per predictor
 */
public record PassOutputs(float[][] hidden, double[] logProbabilities) {}
