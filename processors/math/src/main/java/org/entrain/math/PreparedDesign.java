package org.entrain.math;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A design ready to score recordings, one after the other or several at once. Holds memory outside
 * the heap until {@link #close()}, which must not be called while a recording is being scored.
 */
public final class PreparedDesign implements AutoCloseable {

  private final Form form;
  private final String engine;
  private final int rows;
  private final EncodingSettings settings;

  PreparedDesign(Form form, String algebra, int rows, EncodingSettings settings) {
    this.form = form;
    this.engine = form.name() + ", " + algebra;
    this.rows = rows;
    this.settings = settings;
  }

  /** Number of kept rows a recording must have, T. */
  public int rows() {
    return rows;
  }

  /** Outer folds, in order. */
  public List<Fold> folds() {
    return form.folds();
  }

  /**
   * Scores every voxel in every fold.
   *
   * @throws IllegalArgumentException if rows differ, there is no voxel, a value is not finite, or
   *     penalties are shared by region
   * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
   */
  public EncodingScores score(VoxelSource y) {
    return score(y, null);
  }

  /**
   * Scores every voxel in every fold.
   *
   * @param regions region of every voxel, from 0; used where voxels of a region share a penalty,
   *     null where they do not
   */
  public EncodingScores score(VoxelSource y, int @Nullable [] regions) {
    Shapes.same("rows of features and of recording", rows, y.rows());
    int voxels = y.voxels();
    if (voxels < 1) {
      throw new IllegalArgumentException("recording has no voxels: " + voxels);
    }
    PenaltyScope scope = settings.penalty().scope();
    boolean byRegion = scope == PenaltyScope.REGION;
    if (byRegion && regions == null) {
      throw new IllegalArgumentException(
          "a penalty per region needs the region of each of %d voxels".formatted(voxels));
    }
    if (byRegion && regions != null) {
      Shapes.same("voxels of recording and of regions", voxels, regions.length);
    }
    boolean shared = scope != PenaltyScope.VOXEL;
    ScoreTable table = new ScoreTable(folds().size(), voxels, settings.penalty().grid(), shared);
    form.pass(y, true, !shared, table);
    if (shared) {
      table.share(byRegion ? regions : null);
      form.pass(y, false, true, table);
    }
    return table.finished(new double[0], engine);
  }

  @Override
  public void close() {
    form.close();
  }
}
