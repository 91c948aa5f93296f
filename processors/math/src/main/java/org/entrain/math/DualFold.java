package org.entrain.math;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.entrain.math.LinearAlgebra.FloatMatrix;

/**
 * One outer fold in the dual form, ready for any recording.
 *
 * @param fold its rows
 * @param errors held-out errors of its inner folds
 * @param refit A_λ = K_test,train (K + λI)⁻¹ per penalty, test rows × training rows
 */
record DualFold(Fold fold, InnerErrors errors, List<FloatMatrix> refit) implements AutoCloseable {

  /** Most rows for which all quadratic forms are held at a time: 17 × 8 MB. */
  private static final int QUADRATIC_ROWS = 2048;

  /** Voxels predicted together are padded to a multiple. */
  private static final int STEP = 16;

  /**
   * Prepares a fold.
   *
   * @param kernel K of the training rows, n × n
   * @param cross K of test and training rows, m × n
   */
  static DualFold of(
      LinearAlgebra algebra,
      int threads,
      DMatrixRMaj kernel,
      DMatrixRMaj cross,
      int[] runOfRow,
      Fold fold,
      PenaltyChoice choice) {
    List<InnerFold> inner = Folds.inner(choice.folds(), choice.gap(), fold.train(), runOfRow);
    int[] runs = IntStream.of(fold.train()).map(row -> runOfRow[row]).toArray();
    double[] weights = RowWeights.of(choice.criterion(), inner, runs);
    Spectrum spectrum = Spectrum.of(algebra, kernel);
    boolean quadratic =
        choice.criterion() != Criterion.FOLD_R2 && spectrum.size() <= QUADRATIC_ROWS;
    InnerErrors errors =
        quadratic
            ? QuadraticErrors.of(algebra, threads, spectrum, choice, inner, weights)
            : BlockErrors.of(algebra, threads, spectrum, choice, inner, weights);
    return new DualFold(fold, errors, refits(algebra, threads, spectrum, cross, choice.grid()));
  }

  private static List<FloatMatrix> refits(
      LinearAlgebra algebra, int threads, Spectrum kernel, DMatrixRMaj cross, double[] lambdas) {
    // K_test,train Q; Q's columns of eigenvalue 0 are orthogonal to the training rows' features.
    DMatrixRMaj rotated = algebra.multiply(cross, kernel.q());
    Map<Integer, FloatMatrix> refits = new ConcurrentSkipListMap<>();
    try (FloatMatrix qt = Floats.of(algebra, kernel.qt())) {
      Parallel.run(
          threads,
          lambdas.length,
          l -> refits.put(l, refit(algebra, rotated, kernel.values(), qt, lambdas[l])));
    }
    return new ArrayList<>(refits.values());
  }

  /** Rotations keep lengths, so this product may be in single precision as those with Y are. */
  private static FloatMatrix refit(
      LinearAlgebra algebra, DMatrixRMaj rotated, double[] s, FloatMatrix qt, double lambda) {
    DMatrixRMaj scaled = rotated.copy();
    for (int i = 0; i < scaled.getNumElements(); i++) {
      double value = s[i % s.length];
      scaled.data[i] *= value == 0 ? 0 : 1 / (value + lambda);
    }
    FloatMatrix refit = algebra.allocate(scaled.numRows, scaled.numCols);
    try (FloatMatrix left = Floats.of(algebra, scaled)) {
      algebra.multiply(left, qt, 0, refit);
    }
    return refit;
  }

  /**
   * Predicts the test rows of a tile, each voxel by its penalty. Voxels of a panel that share a
   * penalty are gathered and padded by zero columns. A BLAS may round the first and last columns of
   * a product otherwise than the middle: a group never crosses panels, so that a voxel's place in
   * its product is the same whatever the tile.
   *
   * @param train standardised training rows × width
   * @param chosen index of every voxel's penalty
   * @return test rows × width
   */
  float[] predict(LinearAlgebra algebra, float[] train, byte[] chosen, int width, int panel) {
    float[] all = new float[fold.test().length * width];
    for (int from = 0; from < chosen.length; from += panel) {
      int end = Math.min(chosen.length, from + panel);
      for (int l = 0; l < refit.size(); l++) {
        int index = l;
        int[] members = IntStream.range(from, end).filter(v -> chosen[v] == index).toArray();
        if (members.length > 0) {
          predict(algebra, refit.get(l), train, members, width, all);
        }
      }
    }
    return all;
  }

  private static void predict(
      LinearAlgebra algebra,
      FloatMatrix refit,
      float[] train,
      int[] members,
      int width,
      float[] all) {
    int n = refit.columns();
    int m = refit.rows();
    int group = (members.length + STEP - 1) / STEP * STEP;
    float[] gathered = new float[n * group];
    for (int i = 0; i < n; i++) {
      for (int g = 0; g < members.length; g++) {
        gathered[i * group + g] = train[i * width + members[g]];
      }
    }
    float[] predicted = new float[m * group];
    try (FloatMatrix y = algebra.allocate(n, group);
        FloatMatrix product = algebra.allocate(m, group)) {
      y.set(gathered);
      algebra.multiply(refit, y, 0, product);
      product.get(0, m, predicted);
    }
    for (int i = 0; i < m; i++) {
      for (int g = 0; g < members.length; g++) {
        all[i * width + members[g]] = predicted[i * group + g];
      }
    }
  }

  @Override
  public void close() {
    errors.close();
    refit.forEach(FloatMatrix::close);
  }
}
