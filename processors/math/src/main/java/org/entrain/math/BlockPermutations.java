package org.entrain.math;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Significance of a voxel's mean r over outer folds, by permuting blocks of test rows within their
 * runs; nothing is refitted. p = (1 + #{permuted ≥ observed}) / (1 + draws): the recording as it is
 * counts as one of the draws (Phipson and Smyth 2010), so p is never 0.
 *
 * <p>A block-wise exchange keeps both columns' means and norms, so a permuted r is a sum of inner
 * products of blocks: with p and y of mean 0 and norm 1, r_π = Σ_i C[i][π(i)], C[i][j] = Σ_t p[i,t]
 * y[j,t]. C is computed once per voxel; a draw then costs one addition per block instead of one
 * multiplication per row, and the additions run over voxels side by side ({@link PermutationTile}).
 *
 * <p>Sums are in fixed point: units of 2⁻²⁹ of the mean r. Whatever the permutation, Σ_i
 * |C[i][π(i)]| ≤ 1 by Cauchy and Schwarz, so nothing overflows; integer addition is exact in any
 * order, which makes ties ties, and p the same for every tile width, voxel order and number of
 * threads. Rounding an entry costs half a unit; {@link #tolerance()} is the most by which two sums
 * of equal true value may differ, about 3e-7 of r at 150 blocks, and a permuted sum within it
 * counts as a tie.
 *
 * <p>The same draws serve all voxels, so that the largest score of a draw over all voxels is a draw
 * of the maximum (Westfall and Young 1993; Nichols and Holmes 2002): p against it controls the
 * family-wise error over the recording.
 */
final class BlockPermutations {

  /**
   * Factor on permuted scores for folds of one cross-validation. On noise the r of a fold k is a
   * sum over the other folds j of bilinear forms y_kᵀ M_kj y_j, and fold j's r has y_jᵀ M_jk y_k:
   * the same two folds' noise once more. Permutations that draw every fold by itself miss this.
   * Var(Σ_k r_k) = Σ_k Σ_j |M_kj|² + Σ_k Σ_j tr(M_kj M_jk), and by Cauchy and Schwarz the second
   * sum is at most the first: the variance of the mean is at most doubled, and is doubled where M
   * is symmetric (large penalties, which noise chooses). On simulated noise, 4 folds, p ≤ .1 for 19
   * % of the voxels without the factor.
   */
  static final double OF_FOLDS = Math.sqrt(2);

  /** Units of fixed point in a mean r of 1; twice this still fits an int. */
  static final int UNIT = 1 << 29;

  private final List<PermutedRows> folds;
  private final int draws;
  private final boolean maximum;
  private final double dependence;

  private BlockPermutations(
      List<PermutedRows> folds, int draws, boolean maximum, double dependence) {
    this.folds = folds;
    this.draws = draws;
    this.maximum = maximum;
    this.dependence = dependence;
  }

  /**
   * Draws the permutations of every fold, each fold from its own stream of the seed.
   *
   * @param runOfTestRow per outer fold, the run of every test row; rows of a run stand together
   * @param dependence factor on permuted scores, see {@link #OF_FOLDS}; 1 for folds whose models
   *     share no row with the tests of others
   * @throws IllegalArgumentException if there are no draws or no folds, or a fold has no run of two
   *     whole blocks
   */
  static BlockPermutations of(Significance settings, List<int[]> runOfTestRow, double dependence) {
    if (settings.draws() < 1 || runOfTestRow.isEmpty()) {
      throw new IllegalArgumentException(
          "%d permutations of %d folds".formatted(settings.draws(), runOfTestRow.size()));
    }
    SplittableRandom random = new SplittableRandom(settings.seed());
    List<PermutedRows> folds = new ArrayList<>();
    for (int k = 0; k < runOfTestRow.size(); k++) {
      folds.add(
          PermutedRows.of(
              k, runOfTestRow.get(k), settings.block(), settings.draws(), random.split()));
    }
    return new BlockPermutations(
        List.copyOf(folds), settings.draws(), settings.maximum(), dependence);
  }

  /** Room for one tile of {@code width} voxels; used by one thread. */
  PermutationTile tile(int width) {
    return new PermutationTile(this, width);
  }

  /** A start for {@link #merge}: below every score. */
  double[] noLargest() {
    double[] largest = new double[draws];
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
    return largest;
  }

  /** Takes the larger of two values of every draw into the first array; in any order of tiles. */
  static void merge(double[] into, double[] other) {
    Shapes.same("draws", into.length, other.length);
    for (int d = 0; d < into.length; d++) {
      into[d] = Math.max(into[d], other[d]);
    }
  }

  /**
   * p corrected for all voxels.
   *
   * @param observed mean r over folds, per voxel
   * @param largest largest score of every draw over all voxels of the recording
   * @return p per voxel
   */
  double[] corrected(double[] observed, double[] largest) {
    Shapes.same("draws", draws, largest.length);
    double[] sorted = largest.clone();
    Arrays.sort(sorted);
    double[] p = new double[observed.length];
    for (int v = 0; v < p.length; v++) {
      double least = observed[v] / dependence - (double) tolerance() / UNIT;
      p[v] = (1.0 + draws - Ascending.below(sorted, least)) / (1.0 + draws);
    }
    return p;
  }

  /** Least sum of moving blocks that reaches what was observed, in units. */
  int reached(int start, int identity) {
    double observed = (double) start + identity;
    return (int) Math.ceil(observed / dependence) - start - tolerance();
  }

  /** Most units by which two computed sums of equal true value may differ. */
  int tolerance() {
    return folds.stream().mapToInt(fold -> fold.blocks() + 1).sum();
  }

  List<PermutedRows> folds() {
    return folds;
  }

  int draws() {
    return draws;
  }

  boolean maximum() {
    return maximum;
  }
}
