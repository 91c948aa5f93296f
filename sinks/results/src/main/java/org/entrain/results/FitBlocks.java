package org.entrain.results;

import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.entrain.schemas.avro.Score;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of voxels of one computation of a fit, until all voxels are there. A block takes the place
 * of those it overlaps, and of those with another shape. Where workers fit shares of the voxels,
 * blocks of different numbers of shares are kept apart: each number waits for its own blocks.
 */
final class FitBlocks {

  /** By number of shares and first voxel. */
  private final NavigableMap<Integer, NavigableMap<Integer, Block>> divisions = new TreeMap<>();

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
    divisions
        .values()
        .forEach(blocks -> blocks.values().removeIf(other -> !sameShape(other.score(), block)));
    NavigableMap<Integer, Block> division =
        divisions.computeIfAbsent(block.getShares(), shares -> new TreeMap<>());
    division
        .values()
        .removeIf(
            other ->
                other.score().getFirstVoxel() < end
                    && first < other.score().getFirstVoxel() + other.score().getVoxels());
    division.put(first, added);
  }

  /** The blocks that cover every voxel of the recording; null as long as some are missing. */
  @Nullable FitBlocks whole() {
    for (NavigableMap<Integer, Block> division : divisions.values()) {
      int voxels = division.values().stream().mapToInt(b -> b.score().getVoxels()).sum();
      if (!division.isEmpty()
          && voxels == division.firstEntry().getValue().score().getTotalVoxels()) {
        FitBlocks whole = new FitBlocks();
        division.values().forEach(whole::add);
        return whole;
      }
    }
    return null;
  }

  boolean isEmpty() {
    return blocks().isEmpty();
  }

  /** Blocks with their origins, by number of shares and first voxel. */
  List<Block> blocks() {
    return divisions.values().stream().flatMap(blocks -> blocks.values().stream()).toList();
  }

  /** Blocks by number of shares and first voxel. */
  List<Score> scores() {
    return blocks().stream().map(Block::score).toList();
  }

  /** A block, for what is equal in all of them; there is one. */
  Score any() {
    return blocks().get(0).score();
  }

  /** Where the blocks were read, as columns of the ledger; NULL unless all are of one partition. */
  @Nullable Object[] provenance() {
    List<@Nullable Origin> all = blocks().stream().map(Block::origin).toList();
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
