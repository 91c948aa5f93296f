package org.entrain.math;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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

  /** {@link #score(List, List)} of one recording without maps. */
  public BandedScores score(VoxelSource y) {
    return score(List.of(y), List.of(RecordingMaps.NONE)).get(0);
  }

  /**
   * Scores every voxel of several recordings in every fold; they share the set-up of the
   * candidates, which is most of the work for few voxels.
   *
   * @param maps of every recording
   * @throws IllegalArgumentException if rows differ, there is no voxel, or a value is not finite
   * @throws ArithmeticException if a decomposition fails
   * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
   */
  public List<BandedScores> score(List<VoxelSource> recordings, List<RecordingMaps> maps) {
    Shapes.same("recordings and maps", recordings.size(), maps.size());
    List<BandedPass> passes = new ArrayList<>();
    for (int i = 0; i < recordings.size(); i++) {
      passes.add(pass(recordings.get(i), maps.get(i)));
    }
    for (Fold fold : folds) {
      BandedFold prepared =
          BandedFold.of(algebra, threads, bands, runOfRow.length, fold, settings.testScaling());
      int[] used = choose(prepared, passes);
      for (int c : used) {
        try (BandedRefit refit = prepared.refit(candidates[c], settings.penalty().grid())) {
          passes.forEach(pass -> pass.predict(c, refit));
        }
      }
      passes.forEach(BandedPass::end);
    }
    return passes.stream().map(pass -> pass.finished(bands, candidates)).toList();
  }

  /** The candidates that some voxel of some recording chose. */
  private int[] choose(BandedFold prepared, List<BandedPass> passes) {
    passes.forEach(pass -> pass.begin(prepared.fold()));
    for (int c = 0; c < candidates.length; c++) {
      int index = c;
      try (InnerErrors errors =
          prepared.errors(threads, candidates[c], runOfRow, settings.penalty())) {
        passes.forEach(pass -> pass.offer(index, errors));
      }
    }
    return passes.stream()
        .flatMapToInt(pass -> IntStream.of(pass.choose()))
        .distinct()
        .sorted()
        .toArray();
  }

  private BandedPass pass(VoxelSource y, RecordingMaps maps) {
    Shapes.same("rows of features and of recording", runOfRow.length, y.rows());
    if (y.voxels() < 1) {
      throw new IllegalArgumentException("recording has no voxels: " + y.voxels());
    }
    return new BandedPass(
        algebra, threads, runOfRow, settings, folds, y, maps, bands.size(), permutations);
  }
}
