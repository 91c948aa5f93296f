package org.entrain.math.properties;

import org.ejml.data.DMatrixRMaj;
import org.entrain.math.LinearAlgebra;
import org.entrain.math.Parallel;
import org.jspecify.annotations.Nullable;

/**
 * The Hessian of a logistic regression at a point, factored. With z the representations and a 1 for
 * the intercept, and q the classes' probabilities of a word, it is Σ over pairs of classes of (e_k
 * − e_j)(e_k − e_j)ᵀ ⊗ C Σ q_k q_j z zᵀ over training words, plus the penalty's identity for the
 * weights. Along the axes of the classes the one that all have alike drops out, and with it half of
 * the work of five classes.
 *
 * <p>As the first guess of L-BFGS it takes tens of steps where its diagonal takes thousands (5
 * classes, H = 128, C to 10: 60 instead of 3,359 in all), and is worth its m³ from some hundred
 * steps on.
 */
final class DenseCurvature {

  /** Most unknowns: a factor has 128 MB then, and as much again while it is made. */
  private static final int MOST = 4_000;

  private final DMatrixRMaj factor;

  private DenseCurvature(DMatrixRMaj factor) {
    this.factor = factor;
  }

  /** Whether so many unknowns can be had. */
  static boolean fits(int columns, int width) {
    return unknowns(columns, width) <= MOST;
  }

  static int unknowns(int columns, int width) {
    return Math.max(1, columns - 1) * (width + 1);
  }

  /** Multiplications and additions that it takes to make one. */
  static double operations(int words, int columns, int width) {
    double block = (double) words * (width + 1) * (width + 1);
    double m = unknowns(columns, width);
    return block * Math.max(1, columns * (columns - 1) / 2) + m * m * m / 3;
  }

  /**
   * The Hessian of a fit at its present point; null if it is not positive definite to working
   * precision.
   */
  static @Nullable DenseCurvature of(
      LinearAlgebra algebra, int threads, PrincipalAxes axes, LogisticFit fit) {
    int columns = fit.columns();
    DMatrixRMaj words = trainingWords(axes, fit);
    DMatrixRMaj q = probabilities(algebra.multiplyTransposed(words, fit.weightsByClass()), columns);
    int classes = Math.max(2, columns);
    DMatrixRMaj[] grams = new DMatrixRMaj[classes * (classes - 1) / 2];
    Parallel.run(
        threads, grams.length, pair -> grams[pair] = gram(algebra, words, q, pairOf(pair)));
    DMatrixRMaj hessian = assembled(grams, fit.classAxes(), fit.strength());
    return algebra.factorPositive(hessian) ? new DenseCurvature(hessian) : null;
  }

  /** Two classes, the first below the second. */
  private record Pair(int first, int second) {}

  private static Pair pairOf(int index) {
    int second = 1;
    int first = index;
    while (first >= second) {
      first -= second++;
    }
    return new Pair(first, second);
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

  /** Σ q_k q_j z zᵀ of two classes. */
  private static DMatrixRMaj gram(
      LinearAlgebra algebra, DMatrixRMaj words, DMatrixRMaj q, Pair pair) {
    DMatrixRMaj weighted = new DMatrixRMaj(words.numRows, words.numCols);
    for (int i = 0; i < words.numRows; i++) {
      double second = q.numCols == 1 ? q.get(i, 0) : q.get(i, pair.second());
      double first = q.numCols == 1 ? 1 - second : q.get(i, pair.first());
      double root = Math.sqrt(first * second);
      for (int h = 0; h < words.numCols; h++) {
        weighted.data[i * words.numCols + h] = root * words.data[i * words.numCols + h];
      }
    }
    return algebra.gramOfColumns(weighted);
  }

  /**
   * Along the axes of the classes, but for the first, which all classes have alike.
   *
   * @param axes rows are axes; of two classes 1 × 1
   */
  private static DMatrixRMaj assembled(DMatrixRMaj[] grams, DMatrixRMaj axes, double strength) {
    int width = grams[0].numCols;
    int first = axes.numRows == 1 ? 0 : 1;
    int blocks = axes.numRows - first;
    DMatrixRMaj hessian = new DMatrixRMaj(blocks * width, blocks * width);
    for (int p = 0; p < grams.length; p++) {
      Pair pair = pairOf(p);
      for (int m = 0; m < blocks; m++) {
        for (int n = 0; n <= m; n++) {
          double weight =
              axes.numRows == 1
                  ? strength
                  : strength * difference(axes, m + 1, pair) * difference(axes, n + 1, pair);
          add(hessian, m, n, grams[p], weight);
        }
      }
    }
    for (int i = 0; i < hessian.numRows; i++) {
      boolean intercept = i % width == width - 1;
      hessian.add(i, i, intercept ? 0 : 1);
    }
    mirror(hessian);
    return hessian;
  }

  private static double difference(DMatrixRMaj axes, int axis, Pair pair) {
    return axes.get(axis, pair.first()) - axes.get(axis, pair.second());
  }

  private static void mirror(DMatrixRMaj lower) {
    for (int i = 0; i < lower.numRows; i++) {
      for (int j = 0; j < i; j++) {
        lower.set(j, i, lower.get(i, j));
      }
    }
  }

  private static void add(DMatrixRMaj to, int k, int j, DMatrixRMaj block, double weight) {
    int width = block.numCols;
    for (int row = 0; row < width; row++) {
      int at = (k * width + row) * to.numCols + j * width;
      for (int column = 0; column < width; column++) {
        to.data[at + column] += weight * block.data[row * width + column];
      }
    }
  }

  /** Overwrites d with the Hessian's inverse times d; by axis, the intercept after the weights. */
  void solve(double[] d) {
    int m = factor.numRows;
    double[] l = factor.data;
    for (int i = 0; i < m; i++) {
      double sum = d[i];
      for (int j = 0; j < i; j++) {
        sum -= l[i * m + j] * d[j];
      }
      d[i] = sum / l[i * m + i];
    }
    for (int i = m - 1; i >= 0; i--) {
      d[i] /= l[i * m + i];
      for (int j = 0; j < i; j++) {
        d[j] -= l[i * m + j] * d[i];
      }
    }
  }
}
