package org.entrain.math;

import java.util.List;
import org.entrain.math.Form.Pass;
import org.jspecify.annotations.Nullable;

/**
 * A design ready to score recordings, one after the other or several at once. Holds memory outside
 * the heap until {@link #close()}, which must not be called while a recording is being scored.
 */
public final class PreparedDesign implements AutoCloseable {

  private final Form<?> form;
  private final String engine;
  private final int rows;
  private final int threads;
  private final EncodingSettings settings;
  private final TestBlocks blocks;
  private final @Nullable BlockPermutations permutations;

  /**
   * @param blocks blocks of test rows
   * @param permutations test of significance; null: none
   */
  PreparedDesign(
      Form<?> form,
      String algebra,
      int rows,
      int threads,
      EncodingSettings settings,
      TestBlocks blocks,
      @Nullable BlockPermutations permutations) {
    this.form = form;
    this.engine = form.name() + ", " + algebra;
    this.rows = rows;
    this.threads = threads;
    this.settings = settings;
    this.blocks = blocks;
    this.permutations = permutations;
  }

  /** Number of kept rows a recording must have, T. */
  public int rows() {
    return rows;
  }

  /** Outer folds, in order. */
  public List<Fold> folds() {
    return form.folds();
  }

  /** {@link #score(VoxelSource, RecordingMaps)} of a recording without maps. */
  public EncodingScores score(VoxelSource y) {
    return score(y, RecordingMaps.NONE);
  }

  /**
   * Scores every voxel in every fold.
   *
   * @throws IllegalArgumentException if rows or a map's voxels differ, there is no voxel, a value
   *     is not finite, or regions are wanted and not there
   * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
   */
  public EncodingScores score(VoxelSource y, RecordingMaps maps) {
    Shapes.same("rows of features and of recording", rows, y.rows());
    int voxels = y.voxels();
    if (voxels < 1) {
      throw new IllegalArgumentException("recording has no voxels: " + voxels);
    }
    boolean shared = settings.penalty().scope() != PenaltyScope.VOXEL;
    int[] regions = shared ? regions(maps, voxels) : maps.regions();
    ScoreTable table = new ScoreTable(folds().size(), voxels, settings.penalty().grid(), shared);
    RecordingScores rows =
        new RecordingScores(table, blocks, permutations, settings, folds(), maps.neighbours());
    form.run(new Pass(y, true, !shared, table, rows));
    if (shared) {
      table.share(regions);
      form.run(new Pass(y, false, true, table, rows));
    }
    return rows.finished(threads, engine);
  }

  private int[] regions(RecordingMaps maps, int voxels) {
    if (settings.penalty().scope() == PenaltyScope.ALL) {
      return new int[voxels];
    }
    if (maps.regions().length == 0) {
      throw new IllegalArgumentException(
          "a penalty per region needs the region of each of %d voxels".formatted(voxels));
    }
    Shapes.same("voxels of recording and of regions", voxels, maps.regions().length);
    for (int v = 0; v < voxels; v++) {
      int region = maps.regions()[v];
      if (region < 0 || region >= voxels) {
        throw new IllegalArgumentException(
            "region of voxel %d is %d, outside 0 … %d".formatted(v, region, voxels - 1));
      }
    }
    return maps.regions();
  }

  @Override
  public void close() {
    form.close();
  }
}
