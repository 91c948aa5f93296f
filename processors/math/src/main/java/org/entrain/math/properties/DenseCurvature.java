package org.entrain.math.properties;

import org.entrain.math.LinearAlgebra;
import org.entrain.math.LinearAlgebra.FloatMatrix;
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
 * steps on. A guess need not be exact: it is made in single precision, scaled to a diagonal of 1.
 */
final class DenseCurvature implements AutoCloseable {

  /** Most unknowns: a factor has 64 MB then. */
  private static final int MOST = 4_000;

  /** What the diagonal of 1 gets more, where rounding hides that the matrix is positive. */
  private static final double[] RIDGES = {0, 1e-5, 1e-4, 1e-3};

  private final LinearAlgebra algebra;
  private final FloatMatrix factor;
  private final double[] scale;

  private DenseCurvature(LinearAlgebra algebra, FloatMatrix factor, double[] scale) {
    this.algebra = algebra;
    this.factor = factor;
    this.scale = scale;
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
    PairGrams pairs = PairGrams.of(algebra, threads, axes, fit);
    double[] scale = pairs.diagonal();
    for (int i = 0; i < scale.length; i++) {
      if (!(scale[i] > 0 && scale[i] < Double.POSITIVE_INFINITY)) {
        return null;
      }
      scale[i] = 1 / Math.sqrt(scale[i]);
    }
    FloatMatrix factor = algebra.allocate(scale.length, scale.length);
    boolean positive = false;
    try {
      for (int i = 0; i < RIDGES.length && !positive; i++) {
        pairs.write(factor, scale, 1 + RIDGES[i]);
        positive = algebra.factorPositive(factor);
      }
    } finally {
      if (!positive) {
        factor.close();
      }
    }
    return positive ? new DenseCurvature(algebra, factor, scale) : null;
  }

  /** Overwrites d with the Hessian's inverse times d; by axis, the intercept after the weights. */
  void solve(double[] d) {
    float[] scaled = new float[d.length];
    double size = 0;
    for (int i = 0; i < d.length; i++) {
      d[i] *= scale[i];
      size = Math.max(size, Math.abs(d[i]));
    }
    for (int i = 0; i < d.length && size > 0; i++) {
      scaled[i] = (float) (d[i] / size); // slopes become small, squares of them smaller
    }
    algebra.solveFactored(factor, scaled);
    for (int i = 0; i < d.length; i++) {
      d[i] = scaled[i] * size * scale[i];
    }
  }

  @Override
  public void close() {
    factor.close();
  }
}
