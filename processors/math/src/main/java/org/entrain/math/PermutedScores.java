package org.entrain.math;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The permutation test of one recording, tile by tile as its last fold comes in. */
final class PermutedScores implements TestRows {

  private final BlockPermutations permutations;
  private final int lastFold;
  private final double[] p;
  private final double[] observed;
  private final double[] largest;
  private final Map<Integer, PermutationTile> open = new ConcurrentHashMap<>();

  PermutedScores(BlockPermutations permutations, int voxels) {
    this.permutations = permutations;
    lastFold = permutations.folds().size() - 1;
    p = new double[voxels];
    observed = new double[voxels];
    largest = permutations.noLargest();
  }

  @Override
  public void accept(
      int fold, int first, int count, int width, float[] recorded, float[] predicted) {
    PermutationTile tile = open.computeIfAbsent(first, absent -> permutations.tile(count));
    tile.add(
        fold, TestRows.compact(recorded, width, count), TestRows.compact(predicted, width, count));
    if (fold < lastFold) {
      return;
    }
    System.arraycopy(tile.p(), 0, p, first, count);
    System.arraycopy(tile.observed(), 0, observed, first, count);
    if (permutations.maximum()) {
      synchronized (largest) {
        BlockPermutations.merge(largest, tile.largest());
      }
    }
    Objects.requireNonNull(open.remove(first));
  }

  /** p of every voxel, once all have come in. */
  double[] p() {
    return permutations.maximum()
        ? permutations.corrected(observed, largest)
        : Arrays.copyOf(p, p.length);
  }
}
