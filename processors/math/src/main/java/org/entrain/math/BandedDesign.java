package org.entrain.math;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several bands of features ready to score recordings. Holds no memory of size between them. */
public final class BandedDesign {

  private final LinearAlgebra algebra;
  private final int threads;
  private final List<Band> bands;
  private final int[] runOfRow;
  private final List<Fold> folds;
  private final EncodingSettings settings;
  private final double[][] candidates;
  private final @Nullable BlockPermutations permutations;

  BandedDesign(
      LinearAlgebra algebra,
      int threads,
      List<Band> bands,
      int[] runOfRow,
      List<Fold> folds,
      EncodingSettings settings,
      double[][] candidates,
      @Nullable BlockPermutations permutations) {
    this.algebra = algebra;
    this.threads = threads;
    this.bands = bands;
    this.runOfRow = runOfRow;
    this.folds = folds;
    this.settings = settings;
    this.candidates = candidates;
    this.permutations = permutations;
  }

  /** Outer folds, in order. */
  public List<Fold> folds() {
    return folds;
  }

  /** {@link #score(VoxelSource, RecordingMaps)} of a recording without maps. */
  public BandedScores score(VoxelSource y) {
    return score(y, RecordingMaps.NONE);
  }

  /**
   * Scores every voxel in every fold.
   *
   * @throws IllegalArgumentException if rows differ, there is no voxel, or a value is not finite
   * @throws ArithmeticException if a decomposition fails
   * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
   */
  public BandedScores score(VoxelSource y, RecordingMaps maps) {
    Shapes.same("rows of features and of recording", runOfRow.length, y.rows());
    int voxels = y.voxels();
    if (voxels < 1) {
      throw new IllegalArgumentException("recording has no voxels: " + voxels);
    }
    double[] lambdas = settings.penalty().grid();
    ScoreTable table = new ScoreTable(folds.size(), voxels, lambdas, false);
    RecordingScores rows =
        new RecordingScores(table, permutations, settings, folds, maps.neighbours());
    BandTable chosen = new BandTable(folds.size(), voxels, bands.size());
    BandedPass pass = new BandedPass(algebra, threads, runOfRow, settings, y, candidates);
    for (Fold fold : folds) {
      BandedFold prepared =
          BandedFold.of(algebra, bands, runOfRow.length, fold, settings.testScaling());
      pass.choose(prepared, table, chosen);
      pass.predict(prepared, table, chosen, rows);
    }
    return new BandedScores(
        rows.finished(threads, "dual, " + algebra.name()),
        bands.stream().map(Band::name).toList(),
        candidates,
        chosen.candidates(),
        chosen.split());
  }
}
