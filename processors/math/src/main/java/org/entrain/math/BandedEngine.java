package org.entrain.math;

import java.util.Arrays;
import java.util.List;

/**
 * Ridge regression on several feature spaces at once, each with a weight of its own (banded or
 * group ridge; Nunez-Elizalde et al. 2019, Dupré la Tour et al. 2022), so that one can ask what a
 * layer adds to, say, word rate. Weights and penalty of a voxel are chosen on the training rows of
 * an outer fold, by random search over candidate weights ({@link BandSearch}), every penalty of the
 * grid for each ({@link BandedFold} says what weights mean). On a tie the earlier candidate wins,
 * then the smaller penalty.
 *
 * <p>The dual form alone: exact for any shape, with a set-up per fold and candidate that grows with
 * the cube of the training rows. Memory holds the operators of one candidate, the kernels of the
 * bands in double precision (bands × n × (n + m)) and the predictions of one fold (m × V floats),
 * of all folds with a permutation test.
 *
 * <p>Voxels go in panels of one width: scores are the same bits for any number of threads.
 */
public final class BandedEngine {

  private static final double ROUNDING = 1e-9;

  private final LinearAlgebra algebra;
  private final int threads;

  /**
   * @param threads threads to use, the calling one included; 1 or more
   */
  public BandedEngine(LinearAlgebra algebra, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be 1 or more: " + threads);
    }
    this.algebra = algebra;
    this.threads = threads;
  }

  /**
   * Prepares a random search.
   *
   * @param runOfRow run of every kept row
   * @throws IllegalArgumentException if rows differ or are too few, there is no band, or voxels are
   *     to share penalties
   */
  public BandedDesign prepare(
      List<Band> bands, int[] runOfRow, EncodingSettings settings, BandSearch search) {
    return prepare(bands, runOfRow, settings, search.candidates(bands.size()));
  }

  /**
   * Prepares a search among given weights.
   *
   * @param candidates candidates × bands; non-negative, each row's sum 1
   */
  public BandedDesign prepare(
      List<Band> bands, int[] runOfRow, EncodingSettings settings, double[][] candidates) {
    List<Fold> folds = Folds.outer(settings.folds(), settings.gap(), runOfRow);
    return prepare(bands, runOfRow, folds, settings, candidates);
  }

  /**
   * The same for folds of the caller's own, instead of those of the settings.
   *
   * @param folds their indices are their positions
   */
  public BandedDesign prepare(
      List<Band> bands,
      int[] runOfRow,
      List<Fold> folds,
      EncodingSettings settings,
      double[][] candidates) {
    for (Band band : bands) {
      Shapes.same(
          "rows of " + band.name() + " and of runs", band.features().rows(), runOfRow.length);
    }
    if (settings.penalty().scope() != PenaltyScope.VOXEL) {
      throw new IllegalArgumentException(
          "weights of bands are chosen per voxel, penalties per " + settings.penalty().scope());
    }
    for (int c = 0; c < candidates.length; c++) {
      refuseNoWeights(c, candidates[c], bands.size());
    }
    if (candidates.length == 0) {
      throw new IllegalArgumentException("no weights to choose from");
    }
    return new BandedDesign(
        algebra,
        threads,
        List.copyOf(bands),
        runOfRow.clone(),
        List.copyOf(folds),
        settings,
        candidates,
        EncodingEngine.permutations(folds, runOfRow, settings.significance()));
  }

  private static void refuseNoWeights(int index, double[] weights, int bands) {
    Shapes.same("weights of candidate " + index + " and bands", weights.length, bands);
    double sum = Arrays.stream(weights).sum();
    boolean negative = Arrays.stream(weights).anyMatch(weight -> !(weight >= 0));
    if (negative || !(Math.abs(sum - 1) <= ROUNDING)) {
      throw new IllegalArgumentException(
          "weights of candidate %d are not a share each: %s"
              .formatted(index, Arrays.toString(weights)));
    }
  }
}
