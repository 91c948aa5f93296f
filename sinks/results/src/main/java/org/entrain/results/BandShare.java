package org.entrain.results;

/**
 * A band's part in the joint model of one fit, means over voxels and folds.
 *
 * @param band name of the band
 * @param weight chosen weight; the weights of a fit's bands sum to 1
 * @param r2 share of R² by the product split; may be negative
 * @param variance share of the prediction's variance
 */
public record BandShare(
    String model,
    long step,
    int layer,
    String variant,
    String participant,
    String band,
    double weight,
    double r2,
    double variance) {}
