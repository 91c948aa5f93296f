package org.entrain.results;

import java.util.Collection;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.entrain.schemas.avro.Score;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of voxels of one computation of a fit, until all voxels are there. A block takes the place
 * of those it overlaps, and of those with another shape.
 */
final class FitBlocks {

  private final NavigableMap<Integer, Score> blocks = new TreeMap<>();

  /** What must be equal for blocks to belong together: old and new settings never mix. */
  record Computation(FitKey fit, String settings, String recording) {
    static Computation of(Score score) {
      return new Computation(FitKey.of(score), score.getSettings(), score.getRecording());
    }
  }

  void add(Score block) {
    int first = block.getFirstVoxel();
    int end = first + block.getVoxels();
    blocks
        .values()
        .removeIf(
            other ->
                !sameShape(other, block)
                    || (other.getFirstVoxel() < end
                        && first < other.getFirstVoxel() + other.getVoxels()));
    blocks.put(first, block);
  }

  /** Whether the blocks cover every voxel of the recording. */
  boolean complete() {
    @Nullable Score any = blocks.isEmpty() ? null : blocks.firstEntry().getValue();
    return any != null
        && blocks.values().stream().mapToInt(Score::getVoxels).sum() == any.getTotalVoxels();
  }

  /** Blocks by their first voxel. */
  Collection<Score> blocks() {
    return blocks.values();
  }

  private static boolean sameShape(Score a, Score b) {
    return a.getTotalVoxels() == b.getTotalVoxels()
        && a.getFolds() == b.getFolds()
        && a.getRows() == b.getRows();
  }
}
