package org.entrain.results;

import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.entrain.schemas.avro.Score;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of voxels of one computation of a fit, until all voxels are there. A block takes the place
 * of those it overlaps, and of those with another shape.
 */
final class FitBlocks {

  private final NavigableMap<Integer, Block> blocks = new TreeMap<>();

  /**
   * A block.
   *
   * @param origin where it was read, null if not known
   */
  record Block(Score score, @Nullable Origin origin) {}

  /** What must be equal for blocks to belong together: old and new settings never mix. */
  record Computation(FitKey fit, String settings, String recording) {
    static Computation of(Score score) {
      return new Computation(FitKey.of(score), score.getSettings(), score.getRecording());
    }
  }

  void add(Block added) {
    Score block = added.score();
    int first = block.getFirstVoxel();
    int end = first + block.getVoxels();
    blocks
        .values()
        .removeIf(
            other ->
                !sameShape(other.score(), block)
                    || (other.score().getFirstVoxel() < end
                        && first < other.score().getFirstVoxel() + other.score().getVoxels()));
    blocks.put(first, added);
  }

  /** Whether the blocks cover every voxel of the recording. */
  boolean complete() {
    return !blocks.isEmpty()
        && scores().stream().mapToInt(Score::getVoxels).sum() == any().getTotalVoxels();
  }

  /** Blocks by their first voxel, with their origins. */
  Collection<Block> blocks() {
    return blocks.values();
  }

  /** Blocks by their first voxel. */
  List<Score> scores() {
    return blocks.values().stream().map(Block::score).toList();
  }

  /** A block, for what is equal in all of them; there is one. */
  Score any() {
    return blocks.firstEntry().getValue().score();
  }

  /** Where the blocks were read, as columns of the ledger; NULL unless all are of one partition. */
  @Nullable Object[] provenance() {
    List<@Nullable Origin> all = blocks.values().stream().map(Block::origin).toList();
    List<Origin> known = all.stream().filter(Objects::nonNull).toList();
    if (known.size() < all.size() || known.isEmpty()) {
      return new @Nullable Object[] {null, null, null, null, null};
    }
    Origin first = known.get(0);
    boolean together =
        known.stream()
            .allMatch(o -> o.topic().equals(first.topic()) && o.partition() == first.partition());
    var offsets = known.stream().mapToLong(Origin::offset).summaryStatistics();
    return new @Nullable Object[] {
      first.topic(),
      together ? first.partition() : null,
      together ? offsets.getMin() : null,
      together ? offsets.getMax() : null,
      known.stream().mapToLong(Origin::writtenAt).max().orElseThrow()
    };
  }

  private static boolean sameShape(Score a, Score b) {
    return a.getTotalVoxels() == b.getTotalVoxels()
        && a.getFolds() == b.getFolds()
        && a.getRows() == b.getRows();
  }
}
