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
record DualFold(Fold fold, InnerErrors errors, List<FloatMatrix> refit) implements PreparedFold {

  /** Basis operators that grids of penalties have, about. */
  private static final long USUAL_RANK = 11;

  /** Most rows for which all quadratic forms are held at a time: 17 × 8 MB. */
  private static final int QUADRATIC_ROWS = 2048;

  /** Held-out error of noise, over that of predicting 0, above which few voxels take a penalty. */
  private static final double UNLIKELY = 2;

  /** Estimate of the bytes that a prepared fold holds. */
  static long bytes(Fold fold, PenaltyChoice choice) {
    long n = fold.train().length;
    boolean half = choice.criterion() != Criterion.FOLD_R2 && n <= QUADRATIC_ROWS;
    long operators = USUAL_RANK * n * n / (half ? 2 : 1);
    return Float.BYTES * (operators + choice.lambdas().size() * n * fold.test().length);
  }

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
    Spectrum spectrum = Spectrum.of(algebra, kernel);
    InnerErrors errors = errors(algebra, threads, spectrum, runOfRow, fold, choice);
    try {
      return new DualFold(fold, errors, refits(algebra, threads, spectrum, cross, choice.grid()));
    } catch (RuntimeException | Error e) {
      errors.close();
      throw e;
    }
  }

  /** Held-out errors of the inner folds in whichever form is faster. */
  static InnerErrors errors(
      LinearAlgebra algebra,
      int threads,
      Spectrum spectrum,
      int[] runOfRow,
      Fold fold,
      PenaltyChoice choice) {
    List<InnerFold> inner = Folds.inner(choice.folds(), choice.gap(), fold.train(), runOfRow);
    int[] runs = IntStream.of(fold.train()).map(row -> runOfRow[row]).toArray();
    double[] weights = RowWeights.of(choice.criterion(), inner, runs);
    if (choice.criterion() == Criterion.FOLD_R2 || spectrum.size() > QUADRATIC_ROWS) {
      return BlockErrors.of(algebra, threads, spectrum, choice, inner, weights);
    }
    double[] lambdas = choice.grid();
    int unlikely = choice.scope() == PenaltyScope.VOXEL ? unlikely(spectrum, lambdas) : 0;
    return unlikely > 1
        ? ScreenedErrors.of(
            algebra, threads, spectrum, lambdas, unlikely, choice.intercept(), inner, weights)
        : QuadraticErrors.of(
            algebra, threads, spectrum, lambdas, choice.intercept(), inner, weights);
  }

  /** Penalties, the first of the grid, with which noise is predicted much worse than by 0. */
  private static int unlikely(Spectrum spectrum, double[] lambdas) {
    int count = 0;
    while (count < lambdas.length - 1 && spectrum.noiseError(lambdas[count]) > UNLIKELY) {
      count++;
    }
    return count;
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
      return new ArrayList<>(refits.values());
    } catch (RuntimeException | Error e) {
      refits.values().forEach(FloatMatrix::close);
      throw e;
    }
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
   * penalty are predicted together. A BLAS may round the first and last columns of a product
   * otherwise than the middle: no product crosses panels, so that a voxel's place in its product is
   * the same whatever the tile.
   *
   * @param train standardised training rows × width
   * @param chosen index of every voxel's penalty
   * @return test rows × width
   */
  float[] predict(LinearAlgebra algebra, float[] train, byte[] chosen, int width, int panel) {
    int n = fold.train().length;
    int m = fold.test().length;
    float[] all = new float[m * width];
    float[] gathered = new float[n * panel];
    float[] predicted = new float[m * panel];
    try (FloatMatrix y = algebra.allocate(n, panel);
        FloatMatrix product = algebra.allocate(m, panel)) {
      for (int from = 0; from < chosen.length; from += panel) {
        int count = Math.min(panel, chosen.length - from);
        int[] start = new int[refit.size() + 1];
        int[] order = sorted(chosen, from, count, start);
        for (int i = 0; i < n; i++) {
          for (int g = 0; g < count; g++) {
            gathered[i * panel + g] = train[i * width + order[g]];
          }
        }
        y.set(gathered);
        for (int l = 0; l < refit.size(); l++) {
          if (start[l] < start[l + 1]) {
            algebra.multiplyColumns(refit.get(l), y, start[l], start[l + 1] - start[l], product);
          }
        }
        product.get(0, m, predicted);
        for (int i = 0; i < m; i++) {
          for (int g = 0; g < count; g++) {
            all[i * width + order[g]] = predicted[i * panel + g];
          }
        }
      }
    }
    return all;
  }

  /**
   * Voxels of a panel, ordered by penalty.
   *
   * @param start receives where each penalty's voxels begin
   */
  private static int[] sorted(byte[] chosen, int from, int count, int[] start) {
    for (int v = from; v < from + count; v++) {
      start[chosen[v] + 1]++;
    }
    for (int l = 1; l < start.length; l++) {
      start[l] += start[l - 1];
    }
    int[] next = start.clone();
    int[] order = new int[count];
    for (int v = from; v < from + count; v++) {
      order[next[chosen[v]]++] = v;
    }
    return order;
  }

  @Override
  public void close() {
    errors.close();
    refit.forEach(FloatMatrix::close);
  }
}
