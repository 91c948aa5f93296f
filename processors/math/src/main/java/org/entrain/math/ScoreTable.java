package org.entrain.math;

import java.util.Arrays;

/**
 * The scores of one recording as they come, tile by tile, from several threads; every cell is
 * written once. Sums over voxels are taken at the end and in order, so that no tiling changes them.
 */
final class ScoreTable {

  private final int folds;
  private final int voxels;
  private final double[] lambdas;
  private final boolean shared;
  private final double[] r;
  private final double[] r2;
  private final byte[] chosen;
  private final double[] inner;
  private final boolean[] constant;
  private final double[] totals;
  private final double[][] errors;

  /**
   * @param shared whether voxels share penalties: then all their errors are kept until {@link
   *     #share}
   */
  ScoreTable(int folds, int voxels, double[] lambdas, boolean shared) {
    this.folds = folds;
    this.voxels = voxels;
    this.lambdas = lambdas;
    this.shared = shared;
    int cells = Math.multiplyExact(folds, voxels);
    r = new double[cells];
    r2 = new double[cells];
    chosen = new byte[cells];
    inner = new double[cells];
    constant = new boolean[cells];
    totals = new double[shared ? cells : 0];
    errors = new double[shared ? lambdas.length : 0][cells];
  }

  int voxels() {
    return voxels;
  }

  /**
   * Takes the inner errors of some voxels in a fold, and unless penalties are shared chooses the
   * penalty with the smallest, the smaller penalty on a tie.
   *
   * @param error penalties × width
   * @param total width
   * @param count voxels from {@code first} on; the rest of the width is padding
   */
  void choose(int fold, int first, int count, double[] error, double[] total) {
    int width = total.length;
    int at = fold * voxels + first;
    if (shared) {
      System.arraycopy(total, 0, totals, at, count);
      for (int l = 0; l < lambdas.length; l++) {
        System.arraycopy(error, l * width, errors[l], at, count);
      }
      return;
    }
    for (int v = 0; v < count; v++) {
      int best = 0;
      for (int l = 1; l < lambdas.length; l++) {
        best = error[l * width + v] < error[best * width + v] ? l : best;
      }
      set(at + v, best, error[best * width + v], total[v]);
    }
  }

  /** Penalties of some voxels in a fold, once they are chosen. */
  byte[] chosen(int fold, int first, int count) {
    int at = fold * voxels + first;
    return Arrays.copyOfRange(chosen, at, at + count);
  }

  /**
   * Chooses one penalty for all voxels of a region.
   *
   * @param regions region of every voxel, from 0
   */
  void share(int[] regions) {
    int count = 1 + Arrays.stream(regions).max().orElse(0);
    for (int fold = 0; fold < folds; fold++) {
      double[][] sums = new double[count][lambdas.length];
      for (int l = 0; l < lambdas.length; l++) {
        for (int v = 0; v < voxels; v++) {
          sums[regions[v]][l] += errors[l][fold * voxels + v];
        }
      }
      for (int v = 0; v < voxels; v++) {
        double[] sum = sums[regions[v]];
        int best = 0;
        for (int l = 1; l < lambdas.length; l++) {
          best = sum[l] < sum[best] ? l : best;
        }
        int at = fold * voxels + v;
        set(at, best, errors[best][at], totals[at]);
      }
    }
  }

  /** Takes the scores of {@code count} voxels from {@code first} on in a fold. */
  void accept(int fold, int first, int count, TestScores scores) {
    int at = fold * voxels + first;
    System.arraycopy(scores.r(), 0, r, at, count);
    System.arraycopy(scores.r2(), 0, r2, at, count);
    System.arraycopy(scores.constant(), 0, constant, at, count);
  }

  EncodingScores finished(double[] blockParts, double[] p, double[] accuracy, String engine) {
    int constants = 0;
    for (boolean one : constant) {
      constants += one ? 1 : 0;
    }
    return new EncodingScores(
        folds,
        voxels,
        r,
        r2,
        chosen,
        lambdas.clone(),
        shares(0),
        shares(lambdas.length - 1),
        constants,
        means(inner),
        blockParts,
        p,
        accuracy,
        engine);
  }

  private void set(int cell, int best, double error, double total) {
    chosen[cell] = (byte) best;
    inner[cell] = total > 0 ? 1 - error / total : 0;
  }

  private double[] means(double[] values) {
    double[] means = new double[folds];
    for (int i = 0; i < values.length; i++) {
      means[i / voxels] += values[i] / voxels;
    }
    return means;
  }

  private double[] shares(int index) {
    double[] shares = new double[folds];
    for (int i = 0; i < chosen.length; i++) {
      shares[i / voxels] += chosen[i] == index ? 1 : 0;
    }
    for (int k = 0; k < folds; k++) {
      shares[k] /= voxels;
    }
    return shares;
  }
}
