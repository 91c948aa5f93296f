package org.entrain.math;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.entrain.math.VoxelTile.Sides;

/**
 * A recording's way through one fold after the other: once for every candidate to find each voxel's
 * best, once for every candidate that was chosen to predict. The operators of one candidate alone
 * are in memory; reading and standardising the recording again costs a few percent of its products.
 */
final class BandedPass {

  /** Voxels predicted together are padded to a multiple. */
  private static final int STEP = 16;

  private final LinearAlgebra algebra;
  private final int threads;
  private final int[] runOfRow;
  private final EncodingSettings settings;
  private final VoxelSource y;
  private final double[][] candidates;
  private final double[] lambdas;
  private final int width;
  private final int panels;
  private final ConcurrentLinkedQueue<VoxelTile> tiles = new ConcurrentLinkedQueue<>();

  BandedPass(
      LinearAlgebra algebra,
      int threads,
      int[] runOfRow,
      EncodingSettings settings,
      VoxelSource y,
      double[][] candidates) {
    this.algebra = algebra;
    this.threads = threads;
    this.runOfRow = runOfRow;
    this.settings = settings;
    this.y = y;
    this.candidates = candidates;
    lambdas = settings.penalty().grid();
    width = Panel.width(y.voxels());
    panels = (y.voxels() + width - 1) / width;
  }

  /** Chooses weights and penalty of every voxel. */
  void choose(BandedFold prepared, ScoreTable table, BandTable chosen) {
    Fold fold = prepared.fold();
    List<CandidateErrors> best =
        IntStream.range(0, panels)
            .mapToObj(i -> new CandidateErrors(lambdas.length, width))
            .toList();
    for (int c = 0; c < candidates.length; c++) {
      int index = c;
      try (InnerErrors errors =
          prepared.errors(threads, candidates[c], runOfRow, settings.penalty())) {
        panels((i, tile) -> offer(errors, fold, tile, index, best.get(i)));
      }
    }
    for (int i = 0; i < panels; i++) {
      CandidateErrors own = best.get(i);
      table.choose(fold.index(), i * width, count(i), own.error(), own.total());
      chosen.choose(fold.index(), i * width, count(i), own.candidate());
    }
  }

  private void offer(
      InnerErrors errors, Fold fold, VoxelTile tile, int index, CandidateErrors best) {
    double[] error = new double[lambdas.length * width];
    double[] total = new double[width];
    try (Panel panel = Panel.allocate(algebra, fold.train().length, width)) {
      panel.load(tile.sides(fold).train(), width, 0);
      errors.of(panel, error, total);
    }
    best.offer(index, error, total);
  }

  /** Predicts the test rows of every voxel by what was chosen. */
  void predict(BandedFold prepared, ScoreTable table, BandTable chosen, TestRows rows) {
    Fold fold = prepared.fold();
    int index = fold.index();
    int m = fold.test().length;
    List<float[]> predicted =
        IntStream.range(0, panels).mapToObj(i -> new float[m * width]).toList();
    int[] used = IntStream.of(chosen.chosen(index, 0, y.voxels())).distinct().sorted().toArray();
    for (int c : used) {
      try (BandedRefit refit = prepared.refit(candidates[c], lambdas)) {
        panels(
            (i, tile) -> {
              int[] own = chosen.chosen(index, i * width, count(i));
              int[] members = IntStream.range(0, own.length).filter(v -> own[v] == c).toArray();
              if (members.length > 0) {
                byte[] penalties = table.chosen(index, i * width, count(i));
                Group group = new Group(members, i * width, penalties);
                predict(refit, tile.sides(fold), group, predicted.get(i), chosen);
              }
            });
      }
    }
    panels(
        (i, tile) ->
            rows.accept(
                index, i * width, count(i), width, tile.sides(fold).test(), predicted.get(i)));
  }

  /**
   * Voxels of a panel that share a candidate.
   *
   * @param members columns of the panel
   * @param first first voxel of the panel
   * @param penalties index of the penalty of every voxel of the panel
   */
  private record Group(int[] members, int first, byte[] penalties) {

    byte[] own() {
      byte[] own = new byte[members.length];
      for (int g = 0; g < own.length; g++) {
        own[g] = penalties[members[g]];
      }
      return own;
    }
  }

  /** Gathered within a panel, so that a voxel's place in its products is always the same. */
  private void predict(
      BandedRefit refit, Sides sides, Group group, float[] predicted, BandTable chosen) {
    int[] members = group.members();
    int padded = (members.length + STEP - 1) / STEP * STEP;
    List<float[]> bands =
        refit.predict(gathered(sides.train(), members, padded), group.own(), padded);
    float[] recorded = gathered(sides.test(), members, padded);
    PredictionSplit split = PredictionSplit.of(recorded, bands, recorded.length / padded, padded);
    for (int g = 0; g < members.length; g++) {
      chosen.add(group.first() + members[g], split, g);
      for (int i = 0; i < recorded.length / padded; i++) {
        double sum = 0;
        for (float[] band : bands) {
          sum += band[i * padded + g];
        }
        predicted[i * width + members[g]] = (float) sum;
      }
    }
  }

  /** Columns of rows × panel width, padded by zero columns. */
  private float[] gathered(float[] rows, int[] members, int padded) {
    float[] gathered = new float[rows.length / width * padded];
    for (int i = 0; i < rows.length / width; i++) {
      for (int g = 0; g < members.length; g++) {
        gathered[i * padded + g] = rows[i * width + members[g]];
      }
    }
    return gathered;
  }

  private int count(int panel) {
    return Math.min(width, y.voxels() - panel * width);
  }

  private void panels(BiConsumer<Integer, VoxelTile> task) {
    Parallel.run(
        threads,
        panels,
        i -> {
          VoxelTile tile = tiles.poll();
          if (tile == null) {
            tile = new VoxelTile(runOfRow, settings, width);
          }
          tile.load(y, i * width);
          task.accept(i, tile);
          tiles.add(tile);
        });
  }
}
