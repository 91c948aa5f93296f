package org.entrain.math;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Ridge regression of every voxel on the features of a layer, exact for every penalty of a grid.
 *
 * <p>The penalty is chosen by inner folds, yet nothing is refitted for them. With K = X Xᵀ of the
 * standardised training rows and G = (K + λI)⁻¹, the residual of rows B, exactly as if the model
 * had been fitted without them, is (G_BB)⁻¹ [G Y]_B. Over the grid these operators are nearly
 * dependent, so about 10 of a common basis replace 17 ({@link Basis}). Squared errors need no
 * residuals at all ({@link QuadraticErrors}); R² per fold needs its sums ({@link BlockErrors}). The
 * refit needs no weights either: predictions are A_λ Y with A_λ = K_test,train G.
 *
 * <p>With more training rows than features the same identities are written in the features' own
 * space, where rows only pass by ({@link PrimalFold}). The form follows from the shape.
 *
 * <p>What depends on X is computed in double precision; products with Y, standardised in double
 * precision, run in single precision (relative error below 1e-6).
 *
 * <p>Reproducibility: recordings are cut into panels of one width, and every product has a shape
 * that depends on the design and the panel alone. Scores are the same bits for any tile width,
 * memory and number of threads.
 *
 * <p>Memory, per outer fold of N training and M test rows, P features, L penalties and R basis
 * operators (about 10), in numbers of 4 bytes: dual R·N² (half of it for squared errors) + L·M·N;
 * primal 2·P² + M·P, and L·N·P / folds while an inner fold is prepared. Nothing of size P × V or L
 * × N × V is ever held.
 */
public final class EncodingEngine {

  /** Voxels that a thread works on at a time in the dual form. */
  public static final int DEFAULT_TILE = 1024;

  /** Bytes of a wave of voxels in the primal form. */
  public static final long DEFAULT_MEMORY = 768L << 20;

  private final LinearAlgebra algebra;
  private final int threads;
  private final int tileWidth;
  private final long memory;

  /**
   * @param threads threads to use, the calling one included; 1 or more
   * @param tileWidth voxels that a thread works on at a time, rounded to whole panels; 1 or more
   * @param memory bytes that standardised recordings may take in the primal form; a panel of voxels
   *     is worked on even if it takes more
   */
  public EncodingEngine(LinearAlgebra algebra, int threads, int tileWidth, long memory) {
    if (threads < 1 || tileWidth < 1 || memory < 1) {
      throw new IllegalArgumentException(
          "%d threads, %d voxels a tile, %d bytes: all must be 1 or more"
              .formatted(threads, tileWidth, memory));
    }
    this.algebra = algebra;
    this.threads = threads;
    this.tileWidth = tileWidth;
    this.memory = memory;
  }

  /** An engine with {@link #DEFAULT_TILE} and {@link #DEFAULT_MEMORY}. */
  public EncodingEngine(LinearAlgebra algebra, int threads) {
    this(algebra, threads, DEFAULT_TILE, DEFAULT_MEMORY);
  }

  /** An engine for joint models of several bands, with the same algebra and threads. */
  public BandedEngine banded() {
    return new BandedEngine(algebra, threads);
  }

  /**
   * Computes what depends on features and folds only; every recording with the same rows shares it.
   *
   * @param runOfRow run of every kept row
   * @throws IllegalArgumentException if rows differ or are too few, or a feature is not finite
   * @throws ArithmeticException if a decomposition fails
   */
  public PreparedDesign prepare(Design x, int[] runOfRow, EncodingSettings settings) {
    return prepare(x, runOfRow, Folds.outer(settings.folds(), settings.gap(), runOfRow), settings);
  }

  /**
   * The same for folds of the caller's own, instead of those of the settings.
   *
   * @param folds their indices are their positions
   */
  public PreparedDesign prepare(
      Design x, int[] runOfRow, List<Fold> folds, EncodingSettings settings) {
    Shapes.same("rows of features and of runs", x.rows(), runOfRow.length);
    // Before anything costly: folds that cannot be permuted are refused.
    BlockPermutations permutations = permutations(folds, runOfRow, settings.significance());
    List<RowSource> features = new ArrayList<>();
    folds.forEach(fold -> features.add(x.features(fold)));
    return new PreparedDesign(
        primal(features, folds)
            ? primal(features, runOfRow, folds, settings)
            : dual(features, runOfRow, folds, settings),
        algebra.name(),
        runOfRow.length,
        threads,
        settings,
        permutations);
  }

  static @Nullable BlockPermutations permutations(
      List<Fold> folds, int[] runOfRow, Significance significance) {
    if (significance.draws() == 0) {
      return null;
    }
    List<int[]> runs =
        folds.stream()
            .map(fold -> IntStream.of(fold.test()).map(row -> runOfRow[row]).toArray())
            .toList();
    return BlockPermutations.of(
        significance, runs, folds.size() > 1 ? BlockPermutations.OF_FOLDS : 1);
  }

  /**
   * Whether there are more training rows than features, by a third at least: with fewer, an inner
   * fold may leave less rows than features, where the dual is the stable form.
   */
  private static boolean primal(List<RowSource> features, List<Fold> folds) {
    long rows = folds.stream().mapToLong(fold -> fold.train().length).sum();
    return 3 * rows > 4 * features.stream().mapToLong(RowSource::columns).sum();
  }

  private Form dual(
      List<RowSource> features, int[] runOfRow, List<Fold> folds, EncodingSettings settings) {
    List<DualFold> prepared = new ArrayList<>();
    try {
      for (int k = 0; k < folds.size(); k++) {
        prepared.add(dual(features.get(k), runOfRow, folds.get(k), settings));
      }
    } catch (RuntimeException | Error e) {
      prepared.forEach(DualFold::close);
      throw e;
    }
    return new DualForm(algebra, threads, tileWidth, runOfRow, settings, prepared);
  }

  private Form primal(
      List<RowSource> features, int[] runOfRow, List<Fold> folds, EncodingSettings settings) {
    List<PrimalFold> prepared = new ArrayList<>();
    try {
      for (int k = 0; k < folds.size(); k++) {
        RowSource x = features.get(k);
        Shapes.same("rows of features and of runs", x.rows(), runOfRow.length);
        prepared.add(PrimalFold.of(algebra, x, runOfRow, folds.get(k), settings));
      }
    } catch (RuntimeException | Error e) {
      prepared.forEach(PrimalFold::close);
      throw e;
    }
    return new PrimalForm(algebra, threads, memory, runOfRow, settings, prepared);
  }

  private DualFold dual(RowSource x, int[] runOfRow, Fold fold, EncodingSettings settings) {
    Kernels kernels =
        Kernels.of(algebra, threads, x, runOfRow.length, fold, settings.testScaling());
    return DualFold.of(
        algebra, threads, kernels.train(), kernels.cross(), runOfRow, fold, settings.penalty());
  }
}
