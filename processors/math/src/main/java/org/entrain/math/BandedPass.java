package org.entrain.math;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.entrain.math.VoxelTile.Sides;
import org.jspecify.annotations.Nullable;

/**
 * One recording's way through the folds: in each fold once for every candidate to find each voxel's
 * best, then once for every candidate that was chosen to predict. The operators of one candidate
 * alone are in memory; reading and standardising the recording again costs a few percent of its
 * products.
 */
final class BandedPass {

  /** Voxels predicted together are padded to a multiple. */
  private static final int STEP = 16;

  private final LinearAlgebra algebra;
  private final int threads;
  private final int[] runOfRow;
  private final EncodingSettings settings;
  private final VoxelSource y;
  private final double[] lambdas;
  private final int width;
  private final int panels;
  private final ScoreTable table;
  private final BandTable chosen;
  private final RecordingScores rows;
  private final ConcurrentLinkedQueue<VoxelTile> tiles = new ConcurrentLinkedQueue<>();
  private Fold fold;
  private List<CandidateErrors> best = List.of();
  private List<float[]> predicted = List.of();

  /**
   * @param permutations test of significance; null: none
   */
  BandedPass(
      LinearAlgebra algebra,
      int threads,
      int[] runOfRow,
      EncodingSettings settings,
      List<Fold> folds,
      VoxelSource y,
      RecordingMaps maps,
      int bands,
      @Nullable BlockPermutations permutations) {
    this.algebra = algebra;
    this.threads = threads;
    this.runOfRow = runOfRow;
    this.settings = settings;
    this.y = y;
    lambdas = settings.penalty().grid();
    width = Panel.width(y.voxels());
    panels = (y.voxels() + width - 1) / width;
    table = new ScoreTable(folds.size(), y.voxels(), lambdas, false);
    chosen = new BandTable(folds.size(), y.voxels(), bands);
    TestBlocks blocks = TestBlocks.of(folds, runOfRow, settings.significance().block());
    rows = new RecordingScores(table, blocks, permutations, settings, folds, maps.neighbours());
    fold = folds.get(0);
  }

  /** Begins a fold. */
  void begin(Fold next) {
    fold = next;
    best =
        IntStream.range(0, panels)
            .mapToObj(i -> new CandidateErrors(lambdas.length, width))
            .toList();
  }

  /** Lets every voxel take a candidate if it is better than those before. */
  void offer(int candidate, InnerErrors errors) {
    panels((i, tile) -> offer(errors, tile, candidate, best.get(i)));
  }

  private void offer(InnerErrors errors, VoxelTile tile, int candidate, CandidateErrors own) {
    double[] error = new double[lambdas.length * width];
    double[] total = new double[width];
    try (Panel panel = new Panel(algebra, fold.train().length, width)) {
      panel.load(tile.sides(fold).train(), width, 0);
      errors.of(panel, error, total);
    }
    own.offer(candidate, error, total);
  }

  /**
   * Chooses weights and penalty of every voxel.
   *
   * @return the candidates that some voxel chose, ascending
   */
  int[] choose() {
    for (int i = 0; i < panels; i++) {
      CandidateErrors own = best.get(i);
      table.choose(fold.index(), i * width, count(i), own.error(), own.total());
      chosen.choose(fold.index(), i * width, count(i), own.candidate());
    }
    int size = fold.test().length * width;
    predicted = IntStream.range(0, panels).mapToObj(i -> new float[size]).toList();
    return IntStream.of(chosen.chosen(fold.index(), 0, y.voxels())).distinct().sorted().toArray();
  }

  /** Predicts the test rows of the voxels that chose a candidate. */
  void predict(int candidate, BandedRefit refit) {
    panels(
        (i, tile) -> {
          int[] own = chosen.chosen(fold.index(), i * width, count(i));
          int[] members = IntStream.range(0, own.length).filter(v -> own[v] == candidate).toArray();
          if (members.length > 0) {
            byte[] penalties = table.chosen(fold.index(), i * width, count(i));
            Group group = new Group(members, i * width, penalties);
            predict(refit, tile.sides(fold), group, predicted.get(i));
          }
        });
  }

  /** Ends a fold: every voxel is predicted. */
  void end() {
    panels(
        (i, tile) -> {
          float[] recorded = tile.sides(fold).test();
          rows.accept(fold.index(), i * width, count(i), width, recorded, predicted.get(i));
        });
  }

  BandedScores finished(List<Band> bands, double[][] candidates) {
    return new BandedScores(
        rows.finished(threads, "dual, " + algebra.name()),
        bands.stream().map(Band::name).toList(),
        candidates,
        chosen.candidates(),
        chosen.split());
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
  private void predict(BandedRefit refit, Sides sides, Group group, float[] target) {
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
        target[i * width + members[g]] = (float) sum;
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
