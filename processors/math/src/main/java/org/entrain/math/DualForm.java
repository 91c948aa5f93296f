package org.entrain.math;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.entrain.math.VoxelTile.Sides;

/** Tiles of voxels, each through all folds, on all threads. */
final class DualForm extends Form<DualFold> {

  private final LinearAlgebra algebra;
  private final int threads;
  private final int tileWidth;
  private final int[] runOfRow;
  private final EncodingSettings settings;

  DualForm(
      LinearAlgebra algebra,
      int threads,
      int tileWidth,
      int[] runOfRow,
      EncodingSettings settings,
      PreparedFolds<DualFold> folds) {
    super("dual", folds);
    this.algebra = algebra;
    this.threads = threads;
    this.tileWidth = tileWidth;
    this.runOfRow = runOfRow;
    this.settings = settings;
  }

  @Override
  void run(List<DualFold> some, Pass pass) {
    VoxelSource y = pass.y();
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
              tile(some, pass, i * width, buffers);
            } catch (RuntimeException | Error e) {
              buffers.panel().close();
              throw e;
            }
            free.add(buffers);
          });
    } finally {
      free.forEach(buffers -> buffers.panel().close());
    }
  }

  /** What a thread works in. */
  private record Buffers(VoxelTile tile, Panel panel) {}

  private void tile(List<DualFold> some, Pass pass, int first, Buffers buffers) {
    VoxelTile tile = buffers.tile();
    tile.load(pass.y(), first);
    for (DualFold fold : some) {
      Sides sides = tile.sides(fold.fold());
      if (pass.choose()) {
        choose(fold, sides.train(), buffers, first, pass.table());
      }
      if (pass.predict()) {
        predict(fold, sides, buffers, first, pass);
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

  private void predict(DualFold fold, Sides sides, Buffers buffers, int first, Pass pass) {
    VoxelTile tile = buffers.tile();
    int index = fold.fold().index();
    int width = tile.width();
    byte[] chosen = pass.table().chosen(index, first, tile.count());
    float[] predicted = fold.predict(algebra, sides.train(), chosen, width, buffers.panel());
    pass.rows().accept(index, first, tile.count(), width, sides.test(), predicted);
  }
}
