package org.entrain.math;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.entrain.math.LinearAlgebra.Eigen;
import org.entrain.math.LinearAlgebra.FloatMatrix;

/**
 * What one outer fold needs of the design.
 *
 * @param fold its rows
 * @param blocks held-out predictions of its inner folds, in order
 * @param refit A_λ = K_test,train (K + λI)⁻¹ per penalty, test rows × training rows
 */
record PreparedFold(Fold fold, List<HeldOutBlock> blocks, List<FloatMatrix> refit)
    implements AutoCloseable {

  /** Doubles have 53 bits. */
  private static final double EPSILON = 0x1p-52;

  static PreparedFold of(
      LinearAlgebra algebra,
      int threads,
      FMatrixRMaj x,
      int[] runOfRow,
      Fold fold,
      EncodingSettings settings) {
    int n = fold.train().length;
    List<InnerFold> inner =
        Folds.inner(settings.penalty().folds(), settings.penalty().gap(), fold.train(), runOfRow);
    DMatrixRMaj train = Standardize.rows(x, fold.train());
    DMatrixRMaj test = Standardize.rows(x, fold.test());
    Eigen eigen = algebra.eigen(algebra.gram(train));
    double[] s = eigen.values();
    // K is singular once columns are centred: what is below rounding error is 0, not noise.
    double floor = n * EPSILON * s[n - 1];
    for (int i = 0; i < n; i++) {
      s[i] = s[i] < floor ? 0 : s[i];
    }
    DMatrixRMaj qt = eigen.vectors();
    // K_test,train Q; Q's columns of eigenvalue 0 are orthogonal to the training rows' features.
    DMatrixRMaj rotated = algebra.multiply(algebra.multiply(test, transpose(train)), transpose(qt));
    double[] lambdas = settings.penalty().grid();
    int blockCount = inner.size();
    Map<Integer, HeldOutBlock> blocks = new ConcurrentSkipListMap<>();
    Map<Integer, FloatMatrix> refit = new ConcurrentSkipListMap<>();
    try {
      Parallel.run(
          threads,
          blockCount + lambdas.length,
          i -> {
            if (i < blockCount) {
              blocks.put(
                  i,
                  HeldOutBlock.of(
                      algebra,
                      s,
                      qt,
                      lambdas,
                      inner.get(i).held()[0],
                      inner.get(i).held()[inner.get(i).held().length - 1] + 1));
            } else {
              int l = i - blockCount;
              refit.put(l, refit(algebra, rotated, s, qt, lambdas[l]));
            }
          });
      return new PreparedFold(fold, List.copyOf(blocks.values()), List.copyOf(refit.values()));
    } catch (RuntimeException | Error e) {
      blocks.values().forEach(HeldOutBlock::close);
      refit.values().forEach(FloatMatrix::close);
      throw e;
    }
  }

  @Override
  public void close() {
    blocks.forEach(HeldOutBlock::close);
    refit.forEach(FloatMatrix::close);
  }

  private static FloatMatrix refit(
      LinearAlgebra algebra, DMatrixRMaj rotated, double[] s, DMatrixRMaj qt, double lambda) {
    DMatrixRMaj scaled = rotated.copy();
    for (int i = 0; i < scaled.getNumElements(); i++) {
      double value = s[i % s.length];
      scaled.data[i] *= value == 0 ? 0 : 1 / (value + lambda);
    }
    return floats(algebra, algebra.multiply(scaled, qt));
  }

  private static FloatMatrix floats(LinearAlgebra algebra, DMatrixRMaj matrix) {
    float[] values = new float[matrix.getNumElements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) matrix.data[i];
    }
    FloatMatrix copy = algebra.allocate(matrix.numRows, matrix.numCols);
    copy.set(values);
    return copy;
  }

  private static DMatrixRMaj transpose(DMatrixRMaj matrix) {
    return CommonOps_DDRM.transpose(matrix, null);
  }
}
