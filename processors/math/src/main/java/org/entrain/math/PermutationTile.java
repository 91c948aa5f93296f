package org.entrain.math;

import java.util.Arrays;
import java.util.List;

/**
 * The permutation test of one tile of voxels: rows of every fold are added, then p is asked for.
 * Voxels go in panels narrow enough for the block products of a panel to stay in the processor's
 * cache. Beside the rows of the tile it holds pairs × panel and draws × panel integers.
 *
 * <p>Rows of a panel are arrays of their own because HotSpot vectorises a loop over whole arrays,
 * but not one over several windows of the same array.
 */
final class PermutationTile {

  private static final int WIDEST = 128;
  private static final int NARROWEST = 8;

  /** Integers of a panel's block products, where panels can be made so narrow. */
  private static final int CACHED = 1 << 21;

  private final BlockPermutations permutations;
  private final int width;
  private final float[][] recorded;
  private final float[][] predicted;
  private final double[] observed;
  private final double[] p;
  private final double[] largest;
  private final int panel;
  private boolean done;

  PermutationTile(BlockPermutations permutations, int width) {
    this.permutations = permutations;
    this.width = width;
    List<PermutedRows> folds = permutations.folds();
    recorded = new float[folds.size()][];
    predicted = new float[folds.size()][];
    observed = new double[width];
    p = new double[width];
    largest = permutations.maximum() ? permutations.noLargest() : new double[0];
    int pairs = folds.stream().mapToInt(PermutedRows::pairs).max().orElseThrow();
    panel = Math.max(NARROWEST, Math.min(WIDEST, CACHED / pairs));
  }

  /**
   * Takes over the test rows of a fold, as a copy.
   *
   * @param y recorded, m × width, row-major, from its start; standardised in whatever way
   * @param prediction predicted, m × width
   */
  void add(int fold, float[] y, float[] prediction) {
    int size = permutations.folds().get(fold).rows() * width;
    if (y.length < size || prediction.length < size) {
      throw new IllegalArgumentException(
          "fold %d has %d values, got %d recorded and %d predicted"
              .formatted(fold, size, y.length, prediction.length));
    }
    recorded[fold] = Arrays.copyOf(y, size);
    predicted[fold] = Arrays.copyOf(prediction, size);
    done = false;
  }

  /** p per voxel, uncorrected. */
  double[] p() {
    compute();
    return p;
  }

  /** Mean r over folds per voxel, rounded as the permuted ones are. */
  double[] observed() {
    compute();
    return observed;
  }

  /** Largest mean r over the tile's voxels per draw; empty unless the settings ask for it. */
  double[] largest() {
    compute();
    return largest;
  }

  private void compute() {
    if (done) {
      return;
    }
    for (int k = 0; k < recorded.length; k++) {
      if (recorded[k] == null) {
        throw new IllegalStateException("rows of fold %d are missing".formatted(k));
      }
    }
    int[][] sums = new int[permutations.draws()][panel];
    for (int first = 0; first < width; first += panel) {
      compute(first, Math.min(panel, width - first), sums);
    }
    done = true;
  }

  /** Tests {@code count} voxels from {@code first} on; columns of the panel beyond them are 0. */
  private void compute(int first, int count, int[][] sums) {
    int[] start = new int[panel];
    int[] identity = new int[panel];
    for (int[] row : sums) {
      Arrays.fill(row, 0);
    }
    for (int k = 0; k < recorded.length; k++) {
      PermutedRows rows = permutations.folds().get(k);
      double[][] y = BlockProducts.unit(recorded[k], rows.rows(), width, first, count, panel);
      double[][] q = BlockProducts.unit(predicted[k], rows.rows(), width, first, count, panel);
      double unit = (double) BlockPermutations.UNIT / recorded.length;
      BlockProducts.add(start, BlockProducts.fixed(rows, q, y, unit));
      int[][] products = BlockProducts.pairs(rows, q, y, unit);
      BlockProducts.sum(identity, products, rows.identity(), 0, rows.blocks());
      for (int d = 0; d < sums.length; d++) {
        BlockProducts.sum(sums[d], products, rows.draws(), d * rows.blocks(), rows.blocks());
      }
    }
    count(first, count, start, identity, sums);
  }

  private void count(int first, int count, int[] start, int[] identity, int[][] sums) {
    int[] below = new int[panel];
    int[] reached = new int[panel];
    for (int v = 0; v < panel; v++) {
      below[v] = permutations.reached(start[v], identity[v]) - 1;
    }
    for (int[] sum : sums) {
      BlockProducts.countAbove(reached, below, sum);
    }
    for (int v = 0; v < count; v++) {
      observed[first + v] = (double) (start[v] + identity[v]) / BlockPermutations.UNIT;
      p[first + v] = (1.0 + reached[v]) / (1.0 + sums.length);
    }
    for (int d = 0; d < largest.length; d++) {
      int most = Integer.MIN_VALUE;
      for (int v = 0; v < count; v++) {
        most = Math.max(most, start[v] + sums[d][v]);
      }
      largest[d] = Math.max(largest[d], (double) most / BlockPermutations.UNIT);
    }
  }
}
