package org.entrain.results;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Scores of a voxel in one fit.
 *
 * @param voxel its index
 * @param meanR mean r over folds
 * @param p significance of that mean; empty without a test
 * @param lambdas chosen penalty of every fold, in their order
 */
public record VoxelScore(int voxel, double meanR, OptionalDouble p, List<Double> lambdas) {

  public VoxelScore {
    lambdas = List.copyOf(lambdas);
  }
}
