package org.entrain.math;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.jspecify.annotations.Nullable;

/**
 * Ridge regression of every voxel on the features of a layer, exact for every penalty of a grid.
 *
 * <p>The penalty is chosen by inner folds, yet nothing is refitted for them. With K = X Xᵀ of the
 * standardised training rows and G = (K + λI)⁻¹, the residual of rows B, exactly as if the model
 * had been fitted without them, is (G_BB)⁻¹ [G Y]_B. Over the grid these operators are nearly
 * dependent, so about 10 of a common basis replace 17 ({@link Basis}). Squared errors need no
 * residuals at all ({@link QuadraticErrors}), and those of hopeless penalties need only a bound
 * ({@link ScreenedErrors}); R² per fold needs its sums, and more than 2,048 rows would need too
 * much memory otherwise ({@link BlockErrors}). The refit needs no weights either: predictions are
 * A_λ Y with A_λ = K_test,train G.
 *
 * <p>With more training rows than features the same identities are written in the features' own
 * space, where rows only pass by ({@link PrimalFold}). The form follows from the shape.
 *
 * <p>What is solved is in double precision; products with Y, by statistics in double precision, and
 * rotations run in single precision (relative error below 1e-6).
 *
 * <p>Reproducibility: recordings are cut into panels of one width, and no product crosses panels.
 * Scores are the same bits for any tile width, memory and number of threads; another order of
 * voxels may change the last bits.
 *
 * <p>Memory, per outer fold of N training and M test rows, P features, L penalties and R basis
 * operators (about 10), in bytes: dual 4 R N² + 4 N² (for squared errors up to 2,048 rows 2 R N² +
 * 20 N², and 2 R N² more if some voxel needs the errors of hopeless penalties) + 4 L M N; primal 8
 * P² + 4 M P. All folds are held where that is within the memory given, otherwise one at a time.
 * While a fold is prepared: some 40 N² per thread in the dual form and 4 L N² in all; 4 L H P in
 * the primal form for an inner fold of H rows. A recording adds tiles (threads × rows × tile
 * width), and the test rows of all voxels if it is classified.
 */
public final class EncodingEngine {

  /**
   * Voxels of a product. Voxels that begin at a multiple of it, and are as many or more, have the
   * same scores to the bit as in the recording that they are of, where no setting looks beyond a
   * voxel.
   */
  public static final int PANEL = Panel.WIDEST;

  /** Voxels that a thread works on at a time. */
  public static final int DEFAULT_TILE = 384;

  /** Bytes of prepared folds, and of a wave of voxels in the primal form. */
  public static final long DEFAULT_MEMORY = 768L << 20;

  private final LinearAlgebra algebra;
  private final int threads;
  private final int tileWidth;
  private final long memory;

  /**
   * @param threads threads to use, the calling one included; 1 or more
   * @param tileWidth voxels that a thread works on at a time, rounded to whole panels; 1 or more
   * @param memory bytes that prepared folds may hold, and as many again standardised recordings in
   *     the primal form; one fold and one panel of voxels are worked on even if they take more
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
    for (Fold fold : Folds.checked(folds, runOfRow.length)) {
      RowSource own = x.features(fold);
      Shapes.same("rows of features and of runs", own.rows(), runOfRow.length);
      if (own.columns() < 1) {
        throw new IllegalArgumentException("features have no columns: " + own.columns());
      }
      features.add(own);
    }
    int[] runs = runOfRow.clone();
    return new PreparedDesign(
        primal(features, folds)
            ? primal(features, x.mayBeConstant(), runs, folds, settings)
            : dual(features, x.mayBeConstant(), runs, folds, settings),
        algebra.name(),
        runOfRow.length,
        threads,
        settings,
        TestBlocks.of(folds, runOfRow, settings.significance().block()),
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

  private Form<?> dual(
      List<RowSource> features,
      boolean mayBeConstant,
      int[] runOfRow,
      List<Fold> folds,
      EncodingSettings settings) {
    long bytes = folds.stream().mapToLong(fold -> DualFold.bytes(fold, settings.penalty())).sum();
    Function<Fold, DualFold> prepare =
        fold -> dual(features.get(fold.index()), mayBeConstant, runOfRow, fold, settings);
    return new DualForm(
        algebra,
        threads,
        tileWidth,
        runOfRow,
        settings,
        new PreparedFolds<>(folds, prepare, bytes, memory));
  }

  private Form<?> primal(
      List<RowSource> features,
      boolean mayBeConstant,
      int[] runOfRow,
      List<Fold> folds,
      EncodingSettings settings) {
    long bytes =
        folds.stream()
            .mapToLong(fold -> PrimalFold.bytes(fold, features.get(fold.index()).columns()))
            .sum();
    Function<Fold, PrimalFold> prepare =
        fold ->
            PrimalFold.of(
                algebra, features.get(fold.index()), mayBeConstant, runOfRow, fold, settings);
    return new PrimalForm(
        algebra,
        threads,
        memory,
        runOfRow,
        settings,
        new PreparedFolds<>(folds, prepare, bytes, memory));
  }

  /** Features of which none varies predict nothing. */
  static IllegalArgumentException constant(Fold fold, int features) {
    return new IllegalArgumentException(
        "fold %d: all %d features are constant on its %d training rows"
            .formatted(fold.index(), features, fold.train().length));
  }

  private DualFold dual(
      RowSource x, boolean mayBeConstant, int[] runOfRow, Fold fold, EncodingSettings settings) {
    KernelRows rows = KernelRows.of(x, runOfRow.length, fold, settings.testScaling());
    DMatrixRMaj kernel = rows.train(algebra, threads);
    if (!mayBeConstant && CommonOps_DDRM.trace(kernel) == 0) {
      throw constant(fold, x.columns());
    }
    return DualFold.of(
        algebra, threads, kernel, () -> rows.cross(algebra, 1), runOfRow, fold, settings.penalty());
  }
}
