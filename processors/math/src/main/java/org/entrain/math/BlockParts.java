package org.entrain.math;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The part of every block of test rows in the mean r of a recording. With recorded and predicted
 * values of mean 0 and norm 1 over the test rows of a fold, r is the sum of their products, and a
 * block's part is the sum over its rows; parts are averaged over voxels and folds, so that their
 * sum is the mean r. Two models of the same rows can so be compared block by block: changing the
 * sign of a block's difference is to exchange their predictions there.
 *
 * <p>Sums are in fixed point, exact in any order: the same for every tile width and number of
 * threads.
 */
final class BlockParts {

  /** Units in an r of 1: sums of 2²¹ voxels fit a long. */
  private static final double UNIT = 1L << 41;

  private final TestBlocks blocks;
  private final int voxels;
  private final AtomicLongArray sums;

  BlockParts(TestBlocks blocks, int voxels) {
    this.blocks = blocks;
    this.voxels = voxels;
    sums = new AtomicLongArray(blocks.count());
  }

  /** Of a fold, first row of every block, then the number of rows. */
  int[] starts(int fold) {
    return blocks.starts().get(fold);
  }

  /** Takes the scores of {@code count} voxels in a fold. */
  void accept(int fold, int count, TestScores scores) {
    int first = blocks.first(fold);
    for (int b = 0; b < scores.parts().length; b++) {
      long sum = 0;
      for (int v = 0; v < count; v++) {
        sum += Math.round(scores.parts()[b][v] * UNIT);
      }
      sums.addAndGet(first + b, sum);
    }
  }

  /** Parts of all folds' blocks, once all rows have come in; their sum is the mean r. */
  double[] parts() {
    double[] parts = new double[sums.length()];
    for (int b = 0; b < parts.length; b++) {
      parts[b] = sums.get(b) / UNIT / voxels / blocks.starts().size();
    }
    return parts;
  }
}
