package org.entrain.math.properties;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.entrain.math.FoldScheme;
import org.entrain.math.Folds;
import org.entrain.math.InnerFold;

/**
 * Ridge regression of representations on the labels of a property, with an intercept that is not
 * penalised and one penalty for all outputs, chosen by contiguous folds.
 *
 * <p>A prediction depends on the class alone. So the sums of words per fold and class, in double
 * precision, hold all that fits and held-out errors need: with n_k words of class k of fold f,
 * means w̄_k and predictions p_k, Σ (w − p)² = Σ_k Σ (w − w̄_k)² + Σ_k n_k (w̄_k − p_k)². Words are
 * read once per property, whatever the folds and penalties.
 */
public final class RemovalFit {

  private final int[] foldOf;
  private final int folds;
  private final double[] lambdas;
  private final Coding coding;

  /**
   * @param words number of words
   * @param folds contiguous folds that choose the penalty
   * @param lambdas penalties, ascending, above 0
   */
  public RemovalFit(int words, int folds, double[] lambdas, Coding coding) {
    this.folds = folds;
    this.lambdas = lambdas.clone();
    this.coding = coding;
    foldOf = foldOf(words, folds);
  }

  /** Fold of every row, of contiguous folds. */
  static int[] foldOf(int rows, int folds) {
    int[] foldOf = new int[rows];
    int[] all = IntStream.range(0, rows).toArray();
    List<InnerFold> parts = Folds.inner(FoldScheme.contiguous(folds), 0, all, new int[rows]);
    for (int f = 0; f < folds; f++) {
      for (int row : parts.get(f).held()) {
        foldOf[row] = f;
      }
    }
    return foldOf;
  }

  /**
   * Fits a property.
   *
   * @param words words × H
   * @throws IllegalArgumentException if words differ in number
   */
  public Removal fit(FMatrixRMaj words, Labels labels) {
    if (words.numRows != foldOf.length || labels.words() != foldOf.length) {
      throw new IllegalArgumentException(
          "%d words were announced, %d have representations, %d have labels of %s"
              .formatted(foldOf.length, words.numRows, labels.words(), labels.property()));
    }
    ClassSums[] parts = new ClassSums[folds];
    double[] centre = ClassSums.mean(words);
    for (int f = 0; f < folds; f++) {
      parts[f] = ClassSums.of(words, centre, labels, foldOf, f);
    }
    Coding own = coding.of(labels.classes());
    DMatrixRMaj codes = own.codes(labels.classes());
    ClassSums all = ClassSums.total(parts);
    double[] errors = new double[lambdas.length];
    for (ClassSums held : parts) {
      ClassSums train = all.minus(held);
      for (int l = 0; l < lambdas.length; l++) {
        errors[l] += 1 - held.meanR2(solve(train, codes, lambdas[l]).predictions(codes));
      }
    }
    int best = 0;
    for (int l = 1; l < errors.length; l++) {
      best = errors[l] < errors[best] ? l : best;
    }
    Solution solution = solve(all, codes, lambdas[best]);
    double[] intercept = solution.intercept();
    Arrays.setAll(intercept, h -> intercept[h] + centre[h]);
    return new Removal(own, solution.theta(), intercept, lambdas[best], errors);
  }

  private record Solution(DMatrixRMaj theta, double[] intercept) {

    DMatrixRMaj predictions(DMatrixRMaj codes) {
      return RemovalFit.predictions(codes, theta, intercept);
    }
  }

  static DMatrixRMaj predictions(DMatrixRMaj codes, DMatrixRMaj theta, double[] intercept) {
    DMatrixRMaj predictions = new DMatrixRMaj(codes.numRows, theta.numCols);
    CommonOps_DDRM.mult(codes, theta, predictions);
    for (int i = 0; i < predictions.getNumElements(); i++) {
      predictions.data[i] += intercept[i % theta.numCols];
    }
    return predictions;
  }

  /** θ = (TᵀT + λI)⁻¹ TᵀW of centred T and W, both from counts and sums. */
  private static Solution solve(ClassSums sums, DMatrixRMaj codes, double lambda) {
    int classes = codes.numRows;
    int width = sums.width();
    double words = sums.words();
    double[] mean = sums.mean();
    DMatrixRMaj covariance = new DMatrixRMaj(classes, classes);
    DMatrixRMaj cross = new DMatrixRMaj(classes, width);
    for (int c = 0; c < classes; c++) {
      double count = sums.counts()[c];
      for (int d = 0; d < classes; d++) {
        covariance.set(c, d, (c == d ? count : 0) - count * sums.counts()[d] / words);
      }
      for (int h = 0; h < width; h++) {
        cross.set(c, h, sums.sums()[c][h] - count * mean[h]);
      }
    }
    DMatrixRMaj left = new DMatrixRMaj(codes.numCols, classes);
    DMatrixRMaj gram = new DMatrixRMaj(codes.numCols, codes.numCols);
    DMatrixRMaj right = new DMatrixRMaj(codes.numCols, width);
    CommonOps_DDRM.multTransA(codes, covariance, left);
    CommonOps_DDRM.mult(left, codes, gram);
    CommonOps_DDRM.multTransA(codes, cross, right);
    for (int i = 0; i < gram.numRows; i++) {
      gram.add(i, i, lambda);
    }
    DMatrixRMaj theta = new DMatrixRMaj(codes.numCols, width);
    if (!CommonOps_DDRM.solve(gram, right, theta)) {
      throw new ArithmeticException("labels and penalty %s are singular".formatted(lambda));
    }
    double[] intercept = mean.clone();
    for (int j = 0; j < codes.numCols; j++) {
      double code = 0;
      for (int c = 0; c < classes; c++) {
        code += codes.get(c, j) * sums.counts()[c] / words;
      }
      for (int h = 0; h < width; h++) {
        intercept[h] -= code * theta.get(j, h);
      }
    }
    return new Solution(theta, intercept);
  }
}
