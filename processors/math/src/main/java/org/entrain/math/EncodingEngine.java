package org.entrain.math;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.FMatrixRMaj;

/**
 * Ridge regression of every voxel on the features of a layer, in the dual form.
 *
 * <p>The penalty is chosen per voxel by inner folds, yet nothing is refitted for them. With K = X
 * Xᵀ of the standardised training rows and G = (K + λI)⁻¹, the residual of an inner block B,
 * exactly as if the model had been fitted without B, is e_B = (G_BB)⁻¹ [G Y]_B (the block form of
 * the leave-one-out identity; Rifkin and Lippert 2007). The held-out prediction is thus a fixed
 * matrix Off_λ = −(G_BB)⁻¹ G_B,rest times Y. Over the grid these matrices are nearly dependent, so
 * they are written in an orthogonal basis of about 10, found from their normalised Gram matrix: 10
 * products with Y replace 17. The refit needs no weights either: predictions are A_λ Y with A_λ =
 * K_test,train G.
 *
 * <p>What depends on X (K, its eigendecomposition, Off_λ, A_λ) is computed in double precision;
 * products with Y, standardised in double precision, run in single precision (relative error below
 * 1e-6). The dual holds for N > P as well; then K is singular and small eigenvalues are set to 0.
 *
 * <p>Reproducibility: every product has a shape that depends on the design and the tile width
 * alone. A voxel's scores therefore depend neither on the number of threads nor on other voxels.
 *
 * <p>Memory: a prepared design holds, per outer fold of N training and M test rows, about 10 N² +
 * L·M·N single-precision numbers for L penalties outside the heap (50 MB at N = 909); a thread that
 * scores needs about 10 MB.
 */
public final class EncodingEngine {

  /**
   * Voxels per tile: wide enough for the products to run at full speed, narrow enough that a
   * recording of few regions is not mostly padding.
   */
  public static final int DEFAULT_TILE = 128;

  private final LinearAlgebra algebra;
  private final int threads;
  private final int tileWidth;

  /**
   * @param threads threads to use, the calling one included; 1 or more
   * @param tileWidth voxels per tile, a multiple of 32
   */
  public EncodingEngine(LinearAlgebra algebra, int threads, int tileWidth) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be 1 or more: " + threads);
    }
    if (tileWidth < TileScorer.GROUP || tileWidth % TileScorer.GROUP != 0) {
      throw new IllegalArgumentException(
          "tile width must be a multiple of %d: %d".formatted(TileScorer.GROUP, tileWidth));
    }
    this.algebra = algebra;
    this.threads = threads;
    this.tileWidth = tileWidth;
  }

  /** An engine with {@link #DEFAULT_TILE}. */
  public EncodingEngine(LinearAlgebra algebra, int threads) {
    this(algebra, threads, DEFAULT_TILE);
  }

  /**
   * Computes what depends on features and folds only; every recording with the same rows shares it.
   *
   * @param runOfRow run of every kept row
   * @throws IllegalArgumentException if rows differ or are too few, or a feature is not finite
   * @throws ArithmeticException if a decomposition fails
   */
  public PreparedDesign prepare(Design x, int[] runOfRow, EncodingSettings settings) {
    Shapes.same("rows of features and of runs", x.rows(), runOfRow.length);
    return prepare(x, runOfRow, Folds.outer(settings.folds(), settings.gap(), runOfRow), settings);
  }

  /**
   * The same for given outer folds.
   *
   * @param folds outer folds, in place of those of the settings
   */
  public PreparedDesign prepare(
      Design x, int[] runOfRow, List<Fold> folds, EncodingSettings settings) {
    Shapes.same("rows of features and of runs", x.rows(), runOfRow.length);
    List<PreparedFold> prepared = new ArrayList<>();
    try {
      for (Fold fold : folds) {
        FMatrixRMaj features = x.features(fold);
        Shapes.same("rows of features and of runs", features.numRows, runOfRow.length);
        refuseNotFinite(features);
        prepared.add(PreparedFold.of(algebra, threads, features, runOfRow, fold, settings));
      }
    } catch (RuntimeException | Error e) {
      prepared.forEach(PreparedFold::close);
      throw e;
    }
    double[] lambdas = settings.penalty().grid();
    return new PreparedDesign(algebra, threads, tileWidth, runOfRow.length, lambdas, prepared);
  }

  private static void refuseNotFinite(FMatrixRMaj x) {
    for (int i = 0; i < x.getNumElements(); i++) {
      if (!Float.isFinite(x.data[i])) {
        throw new IllegalArgumentException(
            "feature at row %d, column %d is %s"
                .formatted(i / x.numCols, i % x.numCols, x.data[i]));
      }
    }
  }
}
