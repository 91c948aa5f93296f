package org.entrain.math;

import java.util.Arrays;

/** Arithmetic of {@link PermutationTile}: every loop runs over the voxels of a panel apart. */
final class BlockProducts {

  private BlockProducts() {}

  /**
   * Columns of mean 0 and norm 1; a column whose values are all identical becomes 0.
   *
   * @param values rows × width, row-major
   * @return rows × panel; columns from {@code count} on are 0
   */
  static double[][] unit(float[] values, int rows, int width, int first, int count, int panel) {
    double[][] unit = new double[rows][panel];
    double[] mean = new double[count];
    double[] square = new double[count];
    boolean[] varies = new boolean[count];
    for (int i = 0; i < rows; i++) {
      for (int v = 0; v < count; v++) {
        float value = values[i * width + first + v];
        mean[v] += value;
        varies[v] |= value != values[first + v];
      }
    }
    for (int v = 0; v < count; v++) {
      mean[v] /= rows;
    }
    for (int i = 0; i < rows; i++) {
      for (int v = 0; v < count; v++) {
        double d = values[i * width + first + v] - mean[v];
        unit[i][v] = d;
        square[v] += d * d;
      }
    }
    for (int v = 0; v < count; v++) {
      square[v] = varies[v] ? 1 / Math.sqrt(square[v]) : 0;
    }
    for (double[] row : unit) {
      for (int v = 0; v < count; v++) {
        row[v] *= square[v];
      }
    }
    return unit;
  }

  /** Inner products of every pair of blocks, pairs × panel, in fixed point. */
  static int[][] pairs(PermutedRows rows, double[][] predicted, double[][] recorded, double unit) {
    int panel = recorded[0].length;
    int[][] products = new int[rows.pairs()][];
    double[] sum = new double[panel];
    for (int c = 0; c < products.length; c++) {
      Arrays.fill(sum, 0);
      for (int t = 0; t < rows.block(); t++) {
        addProduct(sum, predicted[rows.predicted()[c] + t], recorded[rows.recorded()[c] + t]);
      }
      products[c] = fixedPoint(sum, unit);
    }
    return products;
  }

  /** Inner products of the rows that stay in place, in fixed point. */
  static int[] fixed(PermutedRows rows, double[][] predicted, double[][] recorded, double unit) {
    double[] sum = new double[recorded[0].length];
    for (int row : rows.fixed()) {
      addProduct(sum, predicted[row], recorded[row]);
    }
    return fixedPoint(sum, unit);
  }

  /** Adds {@code count} of the products, named by {@code pairs} from {@code at} on. */
  static void sum(int[] target, int[][] products, int[] pairs, int at, int count) {
    int i = at;
    int end = at + count;
    // Six at a time is the fastest measured: fewer stores than by four; by eight, registers spill.
    for (; i + 6 <= end; i += 6) {
      add(
          target,
          products[pairs[i]],
          products[pairs[i + 1]],
          products[pairs[i + 2]],
          products[pairs[i + 3]],
          products[pairs[i + 4]],
          products[pairs[i + 5]]);
    }
    for (; i < end; i++) {
      add(target, products[pairs[i]]);
    }
  }

  /**
   * Counts the sums above a bound: the sign bit of bound − sum, which a branch could not vectorise.
   */
  static void countAbove(int[] counts, int[] bound, int[] sum) {
    for (int v = 0; v < counts.length; v++) {
      counts[v] += (bound[v] - sum[v]) >>> 31;
    }
  }

  static void add(int[] target, int[] a) {
    for (int v = 0; v < target.length; v++) {
      target[v] += a[v];
    }
  }

  private static void add(int[] target, int[] a, int[] b, int[] c, int[] d, int[] e, int[] f) {
    for (int v = 0; v < target.length; v++) {
      target[v] += a[v] + b[v] + c[v] + d[v] + e[v] + f[v];
    }
  }

  private static void addProduct(double[] target, double[] a, double[] b) {
    for (int v = 0; v < target.length; v++) {
      target[v] += a[v] * b[v];
    }
  }

  private static int[] fixedPoint(double[] values, double unit) {
    int[] rounded = new int[values.length];
    for (int v = 0; v < rounded.length; v++) {
      rounded[v] = (int) Math.rint(values[v] * unit);
    }
    return rounded;
  }
}
