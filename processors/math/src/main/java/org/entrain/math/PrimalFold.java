package org.entrain.math;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.entrain.math.LinearAlgebra.FloatMatrix;

/**
 * One outer fold in the primal form, for more rows than features. Rows are read in blocks and never
 * held together.
 *
 * <p>With the standardised training rows X = U S Vᵀ (S² and V from the eigendecomposition of XᵀX, P
 * × P), a recording enters through Z = Uᵀ Y alone: ridge weights are V diag(s / (s² + λ)) Z.
 * Leaving out rows L changes Z by U_Lᵀ Y_L, and their predictions are exactly
 *
 * <pre>p_L = (I − U_L D_λ U_Lᵀ)⁻¹ U_L D_λ (Z − U_Lᵀ Y_L),  D_λ = diag(s² / (s² + λ)),</pre>
 *
 * which follows from p_L = U_L (D⁻¹ − U_LᵀU_L)⁻¹ (Z − U_Lᵀ Y_L), the normal equations of the rest,
 * by the push-through identity. No matrix of P × P is solved per inner fold and penalty. An
 * intercept is one more column of U, constant, with D = 1.
 *
 * @param statistics means and scales of the features
 * @param weights V S⁻¹, P × rank
 * @param squares s² of every column of U, the intercept apart
 * @param test test rows times V: m × columns of U, 0 for the intercept
 */
record PrimalFold(
    Fold fold,
    RowSource x,
    FeatureStatistics statistics,
    DMatrixRMaj weights,
    double[] squares,
    FloatMatrix test,
    List<InnerFold> inner,
    double[] rowWeights,
    boolean intercept)
    implements PreparedFold {

  /** Rows read at a time while the Gram matrix is summed. */
  private static final int GRAM_ROWS = 1024;

  /** Single precision times this is still below 1e-5. */
  private static final double MOST_AMPLIFIED = 100;

  /** Estimate of the bytes that a prepared fold holds. */
  static long bytes(Fold fold, long features) {
    return Double.BYTES * features * features + Float.BYTES * features * fold.test().length;
  }

  static PrimalFold of(
      LinearAlgebra algebra,
      RowSource x,
      boolean mayBeConstant,
      int[] runOfRow,
      Fold fold,
      EncodingSettings settings) {
    PenaltyChoice choice = settings.penalty();
    // Refusals come before anything costly.
    List<InnerFold> inner = Folds.inner(choice.folds(), choice.gap(), fold.train(), runOfRow);
    int[] runs = IntStream.of(fold.train()).map(row -> runOfRow[row]).toArray();
    double[] rowWeights = RowWeights.of(choice.criterion(), inner, runs);
    FeatureStatistics training = FeatureStatistics.of(x, fold.train());
    int p = x.columns();
    if (!mayBeConstant && Arrays.stream(training.scale()).allMatch(scale -> scale == 0)) {
      throw EncodingEngine.constant(fold, p);
    }
    DMatrixRMaj gram = new DMatrixRMaj(p, p);
    for (int from = 0; from < fold.train().length; from += GRAM_ROWS) {
      int count = Math.min(GRAM_ROWS, fold.train().length - from);
      DMatrixRMaj block = training.rows(x, fold.train(), from, count);
      CommonOps_DDRM.addEquals(gram, algebra.gramOfColumns(block));
    }
    Spectrum spectrum = Spectrum.of(algebra, gram);
    int rank = (int) IntStream.range(0, p).filter(k -> spectrum.values()[k] > 0).count();
    DMatrixRMaj vectors =
        rank == 0 ? new DMatrixRMaj(p, 0) : CommonOps_DDRM.extract(spectrum.q(), 0, p, p - rank, p);
    double[] squares = new double[rank];
    System.arraycopy(spectrum.values(), p - rank, squares, 0, rank);
    FeatureStatistics scaling =
        settings.testScaling() == TestScaling.OWN ? FeatureStatistics.of(x, fold.test()) : training;
    FloatMatrix test =
        test(algebra, scaling.rows(x, fold.test(), 0, fold.test().length), vectors, choice);
    for (int i = 0; i < vectors.getNumElements(); i++) {
      vectors.data[i] /= Math.sqrt(squares[i % rank]);
    }
    return new PrimalFold(
        fold, x, training, vectors, squares, test, inner, rowWeights, choice.intercept());
  }

  private static FloatMatrix test(
      LinearAlgebra algebra, DMatrixRMaj rows, DMatrixRMaj vectors, PenaltyChoice choice) {
    int columns = Math.max(1, vectors.numCols + (choice.intercept() ? 1 : 0));
    float[] values = new float[rows.numRows * columns];
    DMatrixRMaj product = product(algebra, rows, vectors);
    for (int i = 0; i < rows.numRows; i++) {
      for (int k = 0; k < vectors.numCols; k++) {
        values[i * columns + k] = (float) product.data[i * vectors.numCols + k];
      }
    }
    FloatMatrix test = algebra.allocate(rows.numRows, columns);
    test.set(values);
    return test;
  }

  /** A product that may have no columns, of features that are all constant. */
  private static DMatrixRMaj product(LinearAlgebra algebra, DMatrixRMaj a, DMatrixRMaj b) {
    return b.numCols == 0 ? new DMatrixRMaj(a.numRows, 0) : algebra.multiply(a, b);
  }

  /** Columns of U, 1 at least. */
  int columns() {
    return test.columns();
  }

  /**
   * Rows of U.
   *
   * @param positions among the training rows
   * @return positions.length × columns
   */
  DMatrixRMaj u(LinearAlgebra algebra, int[] positions) {
    int[] rows = IntStream.of(positions).map(position -> fold.train()[position]).toArray();
    DMatrixRMaj product = product(algebra, statistics.rows(x, rows, 0, rows.length), weights);
    int rank = squares.length;
    DMatrixRMaj u = new DMatrixRMaj(rows.length, columns());
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(product.data, i * rank, u.data, i * u.numCols, rank);
      if (intercept) {
        u.data[i * u.numCols + rank] = 1 / Math.sqrt(fold.train().length);
      }
    }
    return u;
  }

  /** D_λ of every column of U. */
  double[] shrinkage(double lambda) {
    double[] d = new double[columns()];
    for (int k = 0; k < squares.length; k++) {
      d[k] = squares[k] / (squares[k] + lambda);
    }
    if (intercept) {
      d[squares.length] = 1;
    }
    return d;
  }

  /** What Z is multiplied with before {@link #test}: s / (s² + λ). */
  double[] refit(double lambda) {
    double[] factor = new double[columns()];
    for (int k = 0; k < squares.length; k++) {
      factor[k] = Math.sqrt(squares[k]) / (squares[k] + lambda);
    }
    return factor;
  }

  /** Held-out predictions of an inner fold for all penalties. */
  HeldOutBlock block(
      LinearAlgebra algebra, int threads, InnerFold part, DMatrixRMaj u, double[] lambdas) {
    int held = part.held().length;
    float[][] operators = new float[lambdas.length][];
    try (FloatMatrix single = Floats.of(algebra, u)) {
      Parallel.run(
          threads,
          lambdas.length,
          l -> {
            double[] d = shrinkage(lambdas[l]);
            DMatrixRMaj rows = inverse(algebra, u, d, part);
            float[] operator = new float[held * columns()];
            try (FloatMatrix f = Floats.of(algebra, rows);
                FloatMatrix product = algebra.allocate(held, columns())) {
              algebra.multiply(f, single, 0, product);
              product.get(0, held, operator);
            }
            for (int i = 0; i < held; i++) {
              float root = (float) Math.sqrt(rowWeights[part.held()[i]]);
              for (int k = 0; k < d.length; k++) {
                operator[i * d.length + k] *= (float) (root * d[k]);
              }
            }
            operators[l] = operator;
          });
    }
    Basis basis = Basis.of(algebra, threads, operators, Basis.TOLERANCE);
    return HeldOutBlock.of(algebra, basis, part.held(), columns());
  }

  /** The predictions' operator of one penalty, its rows scaled by the roots of their weights. */
  DMatrixRMaj operator(LinearAlgebra algebra, InnerFold part, DMatrixRMaj u, double lambda) {
    double[] d = shrinkage(lambda);
    DMatrixRMaj operator = algebra.multiply(inverse(algebra, u, d, part), u);
    for (int i = 0; i < operator.getNumElements(); i++) {
      double weight = rowWeights[part.held()[i / d.length]];
      operator.data[i] *= Math.sqrt(weight) * d[i % d.length];
    }
    return operator;
  }

  /**
   * Whether predictions of an inner fold at this penalty are small differences in single precision.
   */
  boolean cancels(LinearAlgebra algebra, InnerFold part, DMatrixRMaj u, double lambda) {
    DMatrixRMaj rows = inverse(algebra, u, shrinkage(lambda), part);
    return CommonOps_DDRM.elementMaxAbs(rows) > MOST_AMPLIFIED;
  }

  /** Rows of (I − U_L D U_Lᵀ)⁻¹ of the held rows: held × left. */
  private static DMatrixRMaj inverse(
      LinearAlgebra algebra, DMatrixRMaj u, double[] d, InnerFold part) {
    DMatrixRMaj scaled = u.copy();
    for (int i = 0; i < scaled.getNumElements(); i++) {
      scaled.data[i] *= Math.sqrt(d[i % d.length]);
    }
    DMatrixRMaj residual = algebra.gram(scaled);
    CommonOps_DDRM.changeSign(residual);
    for (int i = 0; i < residual.numRows; i++) {
      residual.add(i, i, 1);
    }
    return HeldOut.inverse(algebra, residual, part);
  }

  @Override
  public void close() {
    test.close();
  }
}
