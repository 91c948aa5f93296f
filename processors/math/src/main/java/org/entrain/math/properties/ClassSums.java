package org.entrain.math.properties;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;

/**
 * Sums over some words, per class and output.
 *
 * @param counts words per class
 * @param sums classes × H
 * @param squares sums of squares per output, H
 */
record ClassSums(int[] counts, double[][] sums, double[] squares) {

  /** Means of all words: what is subtracted before squares are summed, for precision. */
  static double[] mean(FMatrixRMaj words) {
    double[] mean = new double[words.numCols];
    for (int i = 0; i < words.getNumElements(); i++) {
      mean[i % mean.length] += words.data[i];
    }
    Arrays.setAll(mean, h -> mean[h] / words.numRows);
    return mean;
  }

  /** Sums of the words of one fold. */
  static ClassSums of(FMatrixRMaj words, double[] centre, Labels labels, int[] foldOf, int fold) {
    int classes = labels.classes().size();
    int width = words.numCols;
    int[] counts = new int[classes];
    double[][] sums = new double[classes][width];
    double[] squares = new double[width];
    for (int i = 0; i < foldOf.length; i++) {
      if (foldOf[i] == fold) {
        int c = labels.classOf()[i];
        counts[c]++;
        double[] sum = sums[c];
        for (int h = 0; h < width; h++) {
          double value = words.data[i * width + h] - centre[h];
          sum[h] += value;
          squares[h] += value * value;
        }
      }
    }
    return new ClassSums(counts, sums, squares);
  }

  static ClassSums total(ClassSums[] parts) {
    ClassSums total = parts[0];
    for (int i = 1; i < parts.length; i++) {
      total = total.plus(parts[i], 1);
    }
    return total;
  }

  ClassSums minus(ClassSums other) {
    return plus(other, -1);
  }

  private ClassSums plus(ClassSums other, int sign) {
    int[] count = counts.clone();
    double[][] sum = new double[counts.length][];
    for (int c = 0; c < count.length; c++) {
      count[c] += sign * other.counts[c];
      sum[c] = added(sums[c], other.sums[c], sign);
    }
    return new ClassSums(count, sum, added(squares, other.squares, sign));
  }

  private static double[] added(double[] a, double[] b, int sign) {
    double[] sum = new double[a.length];
    Arrays.setAll(sum, h -> a[h] + sign * b[h]);
    return sum;
  }

  int width() {
    return squares.length;
  }

  int words() {
    return Arrays.stream(counts).sum();
  }

  double[] mean() {
    double[] mean = new double[width()];
    for (double[] sum : sums) {
      for (int h = 0; h < mean.length; h++) {
        mean[h] += sum[h] / words();
      }
    }
    return mean;
  }

  /**
   * Mean over outputs of R² about the words' own means. An output that is constant counts 1 if it
   * is predicted exactly, else 0, as in scikit-learn.
   *
   * @param predictions classes × H
   */
  double meanR2(DMatrixRMaj predictions) {
    int width = width();
    double[] mean = mean();
    double total = 0;
    for (int h = 0; h < width; h++) {
      double variance = squares[h] - words() * mean[h] * mean[h];
      double residual = squares[h];
      for (int c = 0; c < counts.length; c++) {
        double p = predictions.data[c * width + h];
        residual += p * (counts[c] * p - 2 * sums[c][h]);
      }
      // What is left of a constant output is rounding.
      boolean varies = variance > 1e-12 * squares[h];
      total += varies ? 1 - residual / variance : residual > 1e-12 * squares[h] ? 0 : 1;
    }
    return total / width;
  }
}
