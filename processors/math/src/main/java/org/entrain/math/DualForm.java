package org.entrain.math;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.entrain.math.VoxelTile.Sides;

/** Tiles of voxels, each through all folds, on all threads. */
final class DualForm implements Form {

  private final LinearAlgebra algebra;
  private final int threads;
  private final int tileWidth;
  private final int[] runOfRow;
  private final EncodingSettings settings;
  private final List<DualFold> folds;

  DualForm(
      LinearAlgebra algebra,
      int threads,
      int tileWidth,
      int[] runOfRow,
      EncodingSettings settings,
      List<DualFold> folds) {
    this.algebra = algebra;
    this.threads = threads;
    this.tileWidth = tileWidth;
    this.runOfRow = runOfRow;
    this.settings = settings;
    this.folds = List.copyOf(folds);
  }

  @Override
  public String name() {
    return "dual";
  }

  @Override
  public List<Fold> folds() {
    return folds.stream().map(DualFold::fold).toList();
  }

  @Override
  public void pass(
      VoxelSource y, boolean choose, boolean predict, ScoreTable table, TestRows rows) {
    int panel = Panel.width(y.voxels());
    int width = Math.max(1, Math.min(tileWidth, y.voxels()) / panel) * panel;
    // A tile's buffer is as long as the recording: one per thread, handed on from tile to tile.
    ConcurrentLinkedQueue<VoxelTile> tiles = new ConcurrentLinkedQueue<>();
    Parallel.run(
        threads,
        (y.voxels() + width - 1) / width,
        i -> {
          VoxelTile tile = tiles.poll();
          if (tile == null) {
            tile = new VoxelTile(runOfRow, settings, width);
          }
          tile.load(y, i * width);
          for (DualFold fold : folds) {
            Sides sides = tile.sides(fold.fold());
            if (choose) {
              choose(fold, sides.train(), tile, i * width, panel, table);
            }
            if (predict) {
              predict(fold, sides, tile, i * width, panel, table, rows);
            }
          }
          tiles.add(tile);
        });
  }

  private void choose(
      DualFold fold, float[] train, VoxelTile tile, int first, int width, ScoreTable table) {
    double[] error = new double[settings.penalty().lambdas().size() * width];
    double[] total = new double[width];
    try (Panel panel = Panel.allocate(algebra, fold.fold().train().length, width)) {
      for (int from = 0; from < tile.count(); from += width) {
        panel.load(train, tile.width(), from);
        fold.errors().of(panel, error, total);
        int count = Math.min(width, tile.count() - from);
        table.choose(fold.fold().index(), first + from, count, error, total);
      }
    }
  }

  private void predict(
      DualFold fold,
      Sides sides,
      VoxelTile tile,
      int first,
      int panel,
      ScoreTable table,
      TestRows rows) {
    int index = fold.fold().index();
    int width = tile.width();
    byte[] chosen = table.chosen(index, first, tile.count());
    float[] predicted = fold.predict(algebra, sides.train(), chosen, width, panel);
    rows.accept(index, first, tile.count(), width, sides.test(), predicted);
  }

  @Override
  public void close() {
    folds.forEach(DualFold::close);
  }
}
