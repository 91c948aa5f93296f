package org.entrain.math;

import java.util.Arrays;
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
final class BlockParts implements TestRows {

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

  @Override
  public void accept(
      int fold, int first, int count, int width, float[] recorded, float[] predicted) {
    float[] y = Centre.of(recorded, width).subtract(recorded.clone());
    float[] p = Centre.of(predicted, width).subtract(predicted.clone());
    double[] yy = Centre.squares(y, width);
    double[] pp = Centre.squares(p, width);
    double[] scale = new double[count];
    for (int v = 0; v < count; v++) {
      boolean usual = Centre.usual(yy[v]) && Centre.usual(pp[v]);
      scale[v] = usual ? UNIT / Math.sqrt(yy[v] * pp[v]) : 0;
    }
    int[] starts = blocks.starts().get(fold);
    int at = blocks.first(fold);
    double[] products = new double[width];
    for (int b = 0; b + 1 < starts.length; b++) {
      Arrays.fill(products, 0);
      for (int i = starts[b]; i < starts[b + 1]; i++) {
        for (int v = 0; v < count; v++) {
          products[v] += (double) y[i * width + v] * p[i * width + v];
        }
      }
      long sum = 0;
      for (int v = 0; v < count; v++) {
        sum += Math.round(products[v] * scale[v]);
      }
      sums.addAndGet(at + b, sum);
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
