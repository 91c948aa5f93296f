package org.entrain.math;

import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.entrain.math.LinearAlgebra.Eigen;
import org.entrain.math.LinearAlgebra.FloatMatrix;
import org.jspecify.annotations.Nullable;

/**
 * Lower bounds of weighted sums of squared held-out residuals, for a fraction of the arithmetic. Of
 * residuals √W E_λ y ({@link HeldOut}) only the part within a few directions P is computed (n ×
 * directions, orthonormal): ‖Pᵀ √W E_λ y‖² ≤ ‖√W E_λ y‖².
 *
 * <p>With penalties far below the kernel's eigenvalues, held-out predictions explode along the
 * eigenvectors of the smallest of them. P spans their residuals at the largest penalty, and even a
 * seventh of all directions holds more than predicting 0 would cost. Over the penalties the
 * matrices Pᵀ √W E_λ are nearly dependent ({@link Basis}); what their basis leaves out is
 * subtracted.
 */
final class ErrorBounds implements AutoCloseable {

  /** Directions are one in so many. */
  private static final int ONE_IN = 7;

  /** Of the basis: what it leaves out makes bounds some per cent smaller. */
  private static final double TOLERANCE = 2e-3;

  /** Of eigenvalues of directions that count, over the largest. */
  private static final double INDEPENDENT = 1e-8;

  private final LinearAlgebra algebra;
  private final int directions;
  private final double[][] shares;
  private final double[] remainders;
  private final FloatMatrix basis;

  private ErrorBounds(LinearAlgebra algebra, int directions, Basis basis, int n) {
    this.algebra = algebra;
    this.directions = directions;
    shares = basis.weights();
    remainders = basis.remainders();
    this.basis = algebra.allocate(Math.max(1, basis.rank()) * directions, n);
    for (int j = 0; j < basis.rank(); j++) {
      this.basis.set(j * directions, directions, basis.vectors()[j]);
    }
  }

  /** Bounds in the making, each penalty's by any thread. */
  static final class Making {

    private final InnerDesign design;
    private final double[] lambdas;
    private final float[][] parts;
    private @Nullable DMatrixRMaj directions;

    /**
     * @param lambdas penalties, ascending
     */
    Making(InnerDesign design, double[] lambdas) {
      this.design = design;
      this.lambdas = lambdas;
      parts = new float[lambdas.length][];
    }

    /** Pᵀ, chosen by the first thread that asks; the others wait. */
    synchronized DMatrixRMaj directions() {
      DMatrixRMaj chosen = directions;
      if (chosen == null) {
        chosen = ErrorBounds.directions(design, lambdas[lambdas.length - 1]);
        directions = chosen;
      }
      return chosen;
    }

    /** Makes the part of a penalty. */
    void make(int l) {
      List<DMatrixRMaj> inverses = design.inverses(lambdas[l]);
      DMatrixRMaj left = leftFactor(design, directions(), inverses);
      parts[l] =
          Floats.values(
              design.kernel().timesInverse(design.algebra(), left, lambdas[l], design.intercept()));
    }

    /** What all parts make. */
    ErrorBounds finish(int threads) {
      Basis basis = Basis.of(design.algebra(), threads, parts, TOLERANCE);
      return new ErrorBounds(design.algebra(), directions().numRows, basis, design.rows());
    }
  }

  /** Pᵀ, directions × n. */
  private static DMatrixRMaj directions(InnerDesign design, double lambda) {
    Spectrum kernel = design.kernel();
    DMatrixRMaj weakest = new DMatrixRMaj(Math.max(1, kernel.size() / ONE_IN), kernel.size());
    System.arraycopy(kernel.qt().data, 0, weakest.data, 0, weakest.getNumElements());
    LinearAlgebra algebra = design.algebra();
    DMatrixRMaj gx = kernel.timesInverse(algebra, weakest, lambda, design.intercept());
    return orthonormal(algebra, residuals(design, gx, design.inverses(lambda)));
  }

  /**
   * (√W E x)ᵀ of several x.
   *
   * @param gx (G x)ᵀ, count × n
   * @return count × n
   */
  private static DMatrixRMaj residuals(
      InnerDesign design, DMatrixRMaj gx, List<DMatrixRMaj> inverses) {
    int n = gx.numCols;
    DMatrixRMaj residuals = new DMatrixRMaj(gx.numRows, n);
    for (int f = 0; f < inverses.size(); f++) {
      int[] left = design.folds().get(f).left();
      int[] held = design.folds().get(f).held();
      DMatrixRMaj columns = new DMatrixRMaj(left.length, gx.numRows);
      for (int j = 0; j < left.length; j++) {
        for (int i = 0; i < gx.numRows; i++) {
          columns.data[j * gx.numRows + i] = gx.data[i * n + left[j]];
        }
      }
      DMatrixRMaj product = design.algebra().multiply(inverses.get(f), columns);
      for (int h = 0; h < held.length; h++) {
        double root = Math.sqrt(design.weights()[held[h]]);
        for (int i = 0; i < gx.numRows; i++) {
          residuals.data[i * n + held[h]] = root * product.data[h * gx.numRows + i];
        }
      }
    }
    return residuals;
  }

  /** Pᵀ √W T of E = T G: columns P of all held rows times the inverses of their folds. */
  private static DMatrixRMaj leftFactor(
      InnerDesign design, DMatrixRMaj p, List<DMatrixRMaj> inverses) {
    int n = p.numCols;
    DMatrixRMaj factor = new DMatrixRMaj(p.numRows, n);
    for (int f = 0; f < inverses.size(); f++) {
      int[] left = design.folds().get(f).left();
      int[] held = design.folds().get(f).held();
      DMatrixRMaj columns = new DMatrixRMaj(p.numRows, held.length);
      for (int h = 0; h < held.length; h++) {
        double root = Math.sqrt(design.weights()[held[h]]);
        for (int i = 0; i < p.numRows; i++) {
          columns.data[i * held.length + h] = root * p.data[i * n + held[h]];
        }
      }
      DMatrixRMaj product = design.algebra().multiply(columns, inverses.get(f));
      for (int i = 0; i < p.numRows; i++) {
        for (int j = 0; j < left.length; j++) {
          factor.data[i * n + left[j]] += product.data[i * left.length + j];
        }
      }
    }
    return factor;
  }

  /** An orthonormal basis of the rows, as rows. */
  private static DMatrixRMaj orthonormal(LinearAlgebra algebra, DMatrixRMaj rows) {
    Eigen eigen = algebra.eigen(algebra.gram(rows));
    int count = rows.numRows;
    double least = INDEPENDENT * eigen.values()[count - 1];
    int first = 0;
    while (first < count - 1 && eigen.values()[first] < least) {
      first++;
    }
    DMatrixRMaj rotation = new DMatrixRMaj(count - first, count);
    for (int i = 0; i < rotation.getNumElements(); i++) {
      double length = Math.sqrt(eigen.values()[first + i / count]);
      rotation.data[i] = length == 0 ? 0 : eigen.vectors().data[first * count + i] / length;
    }
    return algebra.multiply(rotation, rows);
  }

  /**
   * Computes the bounds.
   *
   * @param y standardised training rows
   * @return penalties × width
   */
  double[] of(Panel y) {
    int width = y.width();
    int rank = shares[0].length;
    FloatMatrix product = y.product(basis.rows());
    algebra.multiply(basis, y.matrix(), 0, product);
    float[] p = y.room(Panel.Room.PREDICTED, basis.rows() * width);
    product.get(0, basis.rows(), p);
    double[] squares = y.squares();
    double[] bounds = new double[shares.length * width];
    double[] pairs = new double[rank * width];
    for (int k = 0; k < rank; k++) {
      Arrays.fill(pairs, 0);
      Columns.addProducts(p, 0, rank, p, k * directions * width, directions, width, pairs);
      for (int l = 0; l < shares.length; l++) {
        for (int j = 0; j < rank; j++) {
          double weight = shares[l][j] * shares[l][k];
          Columns.addScaled(weight, pairs, j * width, bounds, l * width, width);
        }
      }
    }
    for (int i = 0; i < bounds.length; i++) {
      double lost = remainders[i / width] * Math.sqrt(squares[i % width]);
      double length = Math.max(0, Math.sqrt(Math.max(0, bounds[i])) - lost);
      bounds[i] = length * length;
    }
    return bounds;
  }

  @Override
  public void close() {
    basis.close();
  }
}
