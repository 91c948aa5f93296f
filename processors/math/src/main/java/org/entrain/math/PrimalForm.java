package org.entrain.math;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.entrain.math.LinearAlgebra.FloatMatrix;

/**
 * Waves of voxels, as many as the memory holds, each through all folds. Within a wave the features
 * stream by once for Z, and once for the operators of the inner folds, which are made one fold at a
 * time and serve all panels of the wave.
 */
final class PrimalForm extends Form<PrimalFold> {

  /** Rows of U made at a time by a thread. */
  private static final int ROWS = 512;

  private final LinearAlgebra algebra;
  private final int threads;
  private final long memory;
  private final int[] runOfRow;
  private final EncodingSettings settings;

  /**
   * @param memory bytes that the panels of a wave may take
   */
  PrimalForm(
      LinearAlgebra algebra,
      int threads,
      long memory,
      int[] runOfRow,
      EncodingSettings settings,
      PreparedFolds<PrimalFold> folds) {
    super("primal", folds);
    this.algebra = algebra;
    this.threads = threads;
    this.memory = memory;
    this.runOfRow = runOfRow;
    this.settings = settings;
  }

  @Override
  void run(List<PrimalFold> some, Pass pass) {
    VoxelSource y = pass.y();
    int width = Panel.width(y.voxels());
    int most = some.stream().mapToInt(PrimalFold::columns).max().orElse(1);
    int penalties = settings.penalty().lambdas().size();
    long panelBytes = (long) Float.BYTES * width * (runOfRow.length + 2L * most + 4L * penalties);
    int panels = (y.voxels() + width - 1) / width;
    int wave = (int) Math.max(1, Math.min(panels, memory / panelBytes));
    for (int first = 0; first < panels; first += wave) {
      int from = first;
      int count = Math.min(wave, panels - first);
      for (PrimalFold fold : some) {
        List<PrimalPanel> loaded = load(y, fold, from, count, width);
        try {
          project(fold, loaded);
          if (pass.choose()) {
            choose(fold, loaded, pass.table());
          }
          if (pass.predict()) {
            Parallel.run(threads, count, i -> predict(fold, loaded.get(i), pass));
          }
        } finally {
          loaded.forEach(PrimalPanel::close);
        }
      }
    }
  }

  private List<PrimalPanel> load(VoxelSource y, PrimalFold fold, int first, int count, int width) {
    PrimalPanel[] panels = new PrimalPanel[count];
    ConcurrentLinkedQueue<VoxelTile> tiles = new ConcurrentLinkedQueue<>();
    try {
      Parallel.run(
          threads,
          count,
          i -> {
            VoxelTile tile = tiles.poll();
            if (tile == null) {
              tile = new VoxelTile(runOfRow, settings, width);
            }
            tile.load(y, (first + i) * width);
            panels[i] =
                PrimalPanel.of(
                    algebra, (first + i) * width, tile.count(), tile.sides(fold.fold()), fold);
            tiles.add(tile);
          });
    } catch (RuntimeException | Error e) {
      Stream.of(panels).filter(Objects::nonNull).forEach(PrimalPanel::close);
      throw e;
    }
    return List.of(panels);
  }

  /** Z = Uᵀ Y: blocks of rows in order, so that the sums are the same for any number of threads. */
  private void project(PrimalFold fold, List<PrimalPanel> panels) {
    int n = fold.fold().train().length;
    for (int from = 0; from < n; from += threads * ROWS) {
      int start = from;
      int blocks = Math.min(threads, (n - from + ROWS - 1) / ROWS);
      FloatMatrix[] transposed = new FloatMatrix[blocks];
      try {
        Parallel.run(
            threads,
            blocks,
            b -> {
              int begin = start + b * ROWS;
              int[] rows = IntStream.range(begin, Math.min(n, begin + ROWS)).toArray();
              transposed[b] = transposed(fold.u(algebra, rows));
            });
        Parallel.run(
            threads,
            panels.size(),
            i -> {
              for (int b = 0; b < blocks; b++) {
                PrimalPanel panel = panels.get(i);
                algebra.multiplyAdd(transposed[b], panel.y(), start + b * ROWS, panel.z());
              }
            });
      } finally {
        for (FloatMatrix block : transposed) {
          if (block != null) {
            block.close();
          }
        }
      }
    }
  }

  private FloatMatrix transposed(DMatrixRMaj u) {
    return Floats.of(algebra, CommonOps_DDRM.transpose(u, null));
  }

  private void choose(PrimalFold fold, List<PrimalPanel> panels, ScoreTable table) {
    double[] lambdas = settings.penalty().grid();
    boolean perFold = settings.penalty().criterion() == Criterion.FOLD_R2;
    List<double[]> errors = new ArrayList<>();
    List<double[]> totals = new ArrayList<>();
    for (PrimalPanel panel : panels) {
      errors.add(new double[lambdas.length * panel.y().columns()]);
      totals.add(new double[panel.y().columns()]);
    }
    for (InnerFold part : fold.inner()) {
      DMatrixRMaj u = fold.u(algebra, part.left());
      if (fold.cancels(algebra, part, u, lambdas[0])) {
        new ExactBlock(algebra, threads, fold, part)
            .addErrors(u, lambdas, panels, perFold, errors, totals);
        continue;
      }
      DMatrixRMaj negative = u.copy();
      CommonOps_DDRM.changeSign(negative);
      try (FloatMatrix minus = transposed(negative);
          HeldOutBlock block = fold.block(algebra, threads, part, u, lambdas)) {
        Parallel.run(
            threads,
            panels.size(),
            i -> {
              PrimalPanel panel = panels.get(i);
              try (FloatMatrix input = panel.without(algebra, part.left(), minus);
                  FloatMatrix product = algebra.allocate(block.products(), input.columns())) {
                float[] recorded = panel.rows(part.held());
                RowWeights.scaled(recorded, part.held(), fold.rowWeights());
                block.addErrors(
                    algebra, input, product, recorded, perFold, errors.get(i), totals.get(i));
              }
            });
      }
    }
    for (int i = 0; i < panels.size(); i++) {
      PrimalPanel panel = panels.get(i);
      int index = fold.fold().index();
      table.choose(index, panel.first(), panel.count(), errors.get(i), totals.get(i));
    }
  }

  private void predict(PrimalFold fold, PrimalPanel panel, Pass pass) {
    int index = fold.fold().index();
    int width = panel.y().columns();
    byte[] chosen = pass.table().chosen(index, panel.first(), panel.count());
    float[] predicted = panel.predict(algebra, fold, chosen, settings.penalty().grid());
    pass.rows().accept(index, panel.first(), panel.count(), width, panel.test(), predicted);
  }
}
