package org.entrain.producers.dataset;

import java.nio.file.Path;

/**
 * A run of one participant.
 *
 * @param recording its images
 * @param mask of its voxels
 * @param volumes how many it has
 * @param interval seconds between them
 */
record BidsRun(BidsName recording, Path mask, int volumes, double interval) {}
