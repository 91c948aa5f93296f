package org.entrain.math.properties;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.entrain.math.LinearAlgebra;
import org.entrain.math.LinearAlgebra.FloatMatrix;
import org.entrain.math.Parallel;
import org.jspecify.annotations.Nullable;

/**
 * What a Hessian is made of ({@link DenseCurvature}): Σ q_k q_j z zᵀ over training words for every
 * pair of classes, and how much of it is in every block of the Hessian along the classes' axes.
 */
final class PairGrams {

  /** Of a pair's sum, what words may make that are left out. */
  private static final double NEGLIGIBLE = 1e-4;

  /** Spread of an axis over that of the first, below which it is rounding. */
  private static final double LEAST_SPREAD = 1e-12;

  private final float[][] grams;
  private final DMatrixRMaj[] weights;
  private final int width;
  private final int blocks;

  /**
   * @param grams of every pair, width × width
   * @param weights of every pair, blocks × blocks
   */
  private PairGrams(float[][] grams, DMatrixRMaj[] weights, int width) {
    this.grams = grams;
    this.weights = weights;
    this.width = width;
    blocks = weights[0].numCols;
  }

  static PairGrams of(LinearAlgebra algebra, int threads, PrincipalAxes axes, LogisticFit fit) {
    int columns = fit.columns();
    DMatrixRMaj words = trainingWords(axes, fit);
    DMatrixRMaj q = probabilities(algebra.multiplyTransposed(words, fit.weightsByClass()), columns);
    int classes = Math.max(2, columns);
    double[] leverages = leverages(words, axes.squares());
    float[][] grams = new float[classes * (classes - 1) / 2][];
    DMatrixRMaj[] weights = new DMatrixRMaj[grams.length];
    Parallel.run(
        threads,
        grams.length,
        p -> {
          grams[p] = gram(algebra, words, leverages, products(q, Pair.of(p)));
          weights[p] = weights(fit.classAxes(), Pair.of(p), fit.strength());
        });
    return new PairGrams(grams, weights, words.numCols);
  }

  /** Two classes, the first below the second. */
  private record Pair(int first, int second) {

    static Pair of(int index) {
      int second = 1;
      int first = index;
      while (first >= second) {
        first -= second++;
      }
      return new Pair(first, second);
    }
  }

  /** Rows of the training words, less what is removed, and a 1. */
  private static DMatrixRMaj trainingWords(PrincipalAxes axes, LogisticFit fit) {
    int width = axes.width();
    @Nullable Offsets offsets = fit.offsets();
    DMatrixRMaj rows = new DMatrixRMaj(fit.train().length, width + 1);
    int count = 0;
    int word = 0;
    for (DMatrixRMaj stripe : axes.stripes()) {
      for (int i = 0; i < stripe.numRows; i++, word++) {
        if (!fit.train()[word]) {
          continue;
        }
        int to = count * (width + 1);
        System.arraycopy(stripe.data, i * width, rows.data, to, width);
        for (int h = 0; h < width && offsets != null; h++) {
          rows.data[to + h] -= offsets.vectors().data[offsets.groupOf()[word] * width + h];
        }
        rows.data[to + width] = 1;
        count++;
      }
    }
    rows.reshape(count, width + 1, true);
    return rows;
  }

  /** From products of words and weights, in their place. */
  private static DMatrixRMaj probabilities(DMatrixRMaj products, int columns) {
    double[] z = new double[columns];
    for (int i = 0; i < products.numRows; i++) {
      System.arraycopy(products.data, i * columns, z, 0, columns);
      LogLoss.probabilities(z);
      System.arraycopy(z, 0, products.data, i * columns, columns);
    }
    return products;
  }

  /**
   * How much of the spread along all axes each word makes: by its length alone a few long words
   * would seem to be all there is.
   *
   * @param squares eigenvalues of XᵀX
   */
  private static double[] leverages(DMatrixRMaj words, double[] squares) {
    double least = Arrays.stream(squares).max().orElse(0) * LEAST_SPREAD;
    double[] weights = new double[words.numCols];
    for (int h = 0; h < squares.length; h++) {
      weights[h] = squares[h] > least ? 1 / squares[h] : 0;
    }
    weights[squares.length] = 1.0 / words.numRows;
    double[] leverages = new double[words.numRows];
    for (int i = 0; i < leverages.length; i++) {
      for (int h = 0; h < words.numCols; h++) {
        double value = words.data[i * words.numCols + h];
        leverages[i] += weights[h] * value * value;
      }
    }
    return leverages;
  }

  /** q_k q_j of every word. */
  private static double[] products(DMatrixRMaj q, Pair pair) {
    double[] products = new double[q.numRows];
    for (int i = 0; i < products.length; i++) {
      double second = q.numCols == 1 ? q.get(i, 0) : q.get(i, pair.second());
      double first = q.numCols == 1 ? 1 - second : q.get(i, pair.first());
      products[i] = first * second;
    }
    return products;
  }

  /** The words that make nearly all of Σ q_k q_j times their leverage. */
  private static int[] weighty(double[] products, double[] leverages) {
    double[] mass = new double[products.length];
    for (int i = 0; i < mass.length; i++) {
      mass[i] = products[i] * leverages[i];
    }
    double[] ascending = mass.clone();
    Arrays.sort(ascending);
    double most = NEGLIGIBLE * Arrays.stream(mass).sum();
    int left = 0;
    double sum = 0;
    while (left < ascending.length && sum + ascending[left] <= most) {
      sum += ascending[left++];
    }
    double least = left < ascending.length ? ascending[left] : 0;
    return IntStream.range(0, mass.length).filter(i -> mass[i] >= least).toArray();
  }

  /** Σ q_k q_j z zᵀ of two classes. */
  private static float[] gram(
      LinearAlgebra algebra, DMatrixRMaj words, double[] leverages, double[] products) {
    int width = words.numCols;
    int[] rows = weighty(products, leverages);
    float[] values = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      double root = Math.sqrt(products[rows[i]]);
      for (int h = 0; h < width; h++) {
        values[i * width + h] = (float) (root * words.data[rows[i] * width + h]);
      }
    }
    try (FloatMatrix weighted = algebra.allocate(rows.length, width);
        FloatMatrix product = algebra.allocate(width, width)) {
      weighted.set(values);
      algebra.gramOfColumns(weighted, product);
      float[] gram = new float[width * width];
      product.get(0, width, gram);
      for (int i = 0; i < width; i++) {
        for (int j = 0; j < i; j++) {
          gram[i * width + j] = gram[j * width + i];
        }
      }
      return gram;
    }
  }

  /**
   * Of a pair in every block.
   *
   * @param axes rows are axes, the first of which all classes have alike; of two classes 1 × 1
   */
  private static DMatrixRMaj weights(DMatrixRMaj axes, Pair pair, double strength) {
    if (axes.numRows == 1) {
      return new DMatrixRMaj(1, 1, true, strength);
    }
    int blocks = axes.numRows - 1;
    DMatrixRMaj weights = new DMatrixRMaj(blocks, blocks);
    for (int m = 0; m < blocks; m++) {
      for (int n = 0; n < blocks; n++) {
        weights.set(m, n, strength * difference(axes, m, pair) * difference(axes, n, pair));
      }
    }
    return weights;
  }

  private static double difference(DMatrixRMaj axes, int block, Pair pair) {
    return axes.get(block + 1, pair.first()) - axes.get(block + 1, pair.second());
  }

  /** The Hessian's diagonal. */
  double[] diagonal() {
    double[] diagonal = new double[blocks * width];
    for (int m = 0; m < blocks; m++) {
      for (int h = 0; h < width; h++) {
        double sum = penalty(h);
        for (int p = 0; p < grams.length; p++) {
          sum += weights[p].get(m, m) * grams[p][h * width + h];
        }
        diagonal[m * width + h] = sum;
      }
    }
    return diagonal;
  }

  /** The intercept has none. */
  private double penalty(int h) {
    return h == width - 1 ? 0 : 1;
  }

  /**
   * Writes the Hessian's lower triangle, scaled.
   *
   * @param scale of every row and column
   * @param ones what its diagonal is
   */
  void write(FloatMatrix hessian, double[] scale, double ones) {
    int unknowns = blocks * width;
    float[] rows = new float[width * unknowns];
    double[] sums = new double[width];
    for (int m = 0; m < blocks; m++) {
      for (int h = 0; h < width; h++) {
        int at = m * width + h;
        for (int n = 0; n <= m; n++) {
          int count = n < m ? width : h;
          sum(m, n, h, count, sums);
          for (int j = 0; j < count; j++) {
            double scaled = sums[j] * scale[at] * scale[n * width + j];
            rows[h * unknowns + n * width + j] = (float) scaled;
          }
        }
        rows[h * unknowns + at] = (float) ones;
      }
      hessian.set(m * width, width, rows);
    }
  }

  /** A row of a block of the pairs' sum. */
  private void sum(int m, int n, int h, int count, double[] sums) {
    Arrays.fill(sums, 0, count, 0);
    for (int p = 0; p < grams.length; p++) {
      double weight = weights[p].get(m, n);
      float[] gram = grams[p];
      for (int j = 0; j < count; j++) {
        sums[j] += weight * gram[h * width + j];
      }
    }
  }
}
