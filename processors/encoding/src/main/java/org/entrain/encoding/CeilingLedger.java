package org.entrain.encoding;

import java.util.HashMap;
import java.util.Map;
import org.entrain.schemas.avro.NoiseCeiling;

/**
 * From which inputs the ceilings on the topic were computed, of this worker's share of the voxels;
 * the last complete one of a participant counts, as it does for whoever stores them. Not
 * thread-safe.
 */
final class CeilingLedger {

  /** Blocks of the share read so far, when they came one after the other from its first voxel. */
  private record Reading(String inputs, int next) {}

  private final VoxelShare share;
  private final Map<CeilingWork.Id, Reading> reading = new HashMap<>();
  private final Map<CeilingWork.Id, String> complete = new HashMap<>();
  private final Map<CeilingWork.Id, String> underWay = new HashMap<>();

  CeilingLedger(VoxelShare share) {
    this.share = share;
  }

  /**
   * Takes in a block of the topic; returns whether it completes ceilings that this worker did not
   * start, which may not be those that are due.
   *
   * @throws IllegalArgumentException when the block is not of its recording
   */
  boolean accept(NoiseCeiling block) {
    CeilingWork.Id id =
        new CeilingWork.Id(block.getStimulus(), block.getParticipant(), block.getKind());
    String inputs = block.getInputs();
    int first = block.getFirstVoxel();
    int count = block.getR().remaining() / Double.BYTES;
    int total = block.getTotalVoxels();
    if (first < 0 || count < 1 || first > total - count) {
      throw new IllegalArgumentException(
          "noise ceiling of %s: voxels %d + %d of %d"
              .formatted(block.getParticipant(), first, count, total));
    }
    VoxelRange range = share.of(total);
    VoxelRange part = range.within(first, count);
    if (part.isEmpty()) {
      return false;
    }
    Reading before = reading.get(id);
    boolean follows = before != null && before.inputs.equals(inputs) && before.next == part.first();
    if (part.first() == range.first() || follows) {
      reading.put(id, new Reading(inputs, part.end()));
      if (part.end() == range.end()) {
        boolean own = underWay.remove(id, inputs);
        return !inputs.equals(complete.put(id, inputs)) && !own;
      }
    }
    return false;
  }

  /** Whether one of the ceilings is neither on the topic from just these inputs nor under way. */
  boolean due(CeilingWork work) {
    return work.owners().stream()
        .anyMatch(
            owner -> {
              String inputs = work.inputs(owner);
              CeilingWork.Id id = work.id(owner);
              return !inputs.equals(complete.get(id)) && !inputs.equals(underWay.get(id));
            });
  }

  /** Notes that the work will be published; what is read of it later confirms it. */
  void start(CeilingWork work) {
    work.owners().forEach(owner -> underWay.put(work.id(owner), work.inputs(owner)));
  }

  /** Notes that nothing that is under way will be published. */
  void abandon() {
    underWay.clear();
  }
}
