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
  private final PreparedFolds<DualFold> folds;

  DualForm(
      LinearAlgebra algebra,
      int threads,
      int tileWidth,
      int[] runOfRow,
      EncodingSettings settings,
      PreparedFolds<DualFold> folds) {
    this.algebra = algebra;
    this.threads = threads;
    this.tileWidth = tileWidth;
    this.runOfRow = runOfRow;
    this.settings = settings;
    this.folds = folds;
  }

  @Override
  public String name() {
    return "dual";
  }

  @Override
  public List<Fold> folds() {
    return folds.folds();
  }

  @Override
  public void pass(
      VoxelSource y, boolean choose, boolean predict, ScoreTable table, TestRows rows) {
    folds.forEach(some -> pass(some, y, choose, predict, table, rows));
  }

  private void pass(
      List<DualFold> some,
      VoxelSource y,
      boolean choose,
      boolean predict,
      ScoreTable table,
      TestRows rows) {
    int panel = Panel.width(y.voxels());
    int width = Math.max(1, Math.min(tileWidth, y.voxels()) / panel) * panel;
    int mostRows = some.stream().mapToInt(fold -> fold.fold().train().length).max().orElse(1);
    // Buffers as long as the recording: one set per thread, handed on from tile to tile.
    ConcurrentLinkedQueue<Buffers> free = new ConcurrentLinkedQueue<>();
    try {
      Parallel.run(
          threads,
          (y.voxels() + width - 1) / width,
          i -> {
            Buffers buffers = free.poll();
            if (buffers == null) {
              buffers =
                  new Buffers(
                      new VoxelTile(runOfRow, settings, width),
                      new Panel(algebra, mostRows, panel));
            }
            try {
              pass(some, y, i * width, buffers, choose, predict, table, rows);
            } finally {
              free.add(buffers);
            }
          });
    } finally {
      free.forEach(buffers -> buffers.panel().close());
    }
  }

  /** What a thread works in. */
  private record Buffers(VoxelTile tile, Panel panel) {}

  private void pass(
      List<DualFold> some,
      VoxelSource y,
      int first,
      Buffers buffers,
      boolean choose,
      boolean predict,
      ScoreTable table,
      TestRows rows) {
    VoxelTile tile = buffers.tile();
    tile.load(y, first);
    for (DualFold fold : some) {
      Sides sides = tile.sides(fold.fold());
      if (choose) {
        choose(fold, sides.train(), buffers, first, table);
      }
      if (predict) {
        predict(fold, sides, tile, first, buffers.panel().width(), table, rows);
      }
    }
  }

  private void choose(DualFold fold, float[] train, Buffers buffers, int first, ScoreTable table) {
    VoxelTile tile = buffers.tile();
    Panel panel = buffers.panel();
    int width = panel.width();
    double[] error = new double[settings.penalty().lambdas().size() * width];
    double[] total = new double[width];
    for (int from = 0; from < tile.count(); from += width) {
      panel.load(train, tile.width(), from);
      fold.errors().of(panel, error, total);
      int count = Math.min(width, tile.count() - from);
      table.choose(fold.fold().index(), first + from, count, error, total);
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
    folds.close();
  }
}
