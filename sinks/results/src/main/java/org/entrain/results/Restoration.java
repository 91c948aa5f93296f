package org.entrain.results;

import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.entrain.schemas.avro.NoiseCeiling;
import org.entrain.schemas.avro.Perplexity;
import org.entrain.schemas.avro.Probe;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.Removal;
import org.entrain.schemas.avro.Score;
import org.jspecify.annotations.Nullable;

/**
 * Results that were removed and are wanted again: what the topics hold of them is to be applied
 * once more.
 *
 * @param units units without their rows
 * @param participants participants without their rows
 */
public record Restoration(Set<String> units, Set<String> participants) {

  public Restoration {
    units = Set.copyOf(units);
    participants = Set.copyOf(participants);
  }

  /** Whether there is nothing to restore. */
  public boolean isEmpty() {
    return units.isEmpty() && participants.isEmpty();
  }

  /** Whether an event is one of those that were deleted or passed over. */
  boolean concerns(SpecificRecord event) {
    @Nullable String unit = unit(event);
    return unit != null && units.contains(unit)
        || participants.stream().anyMatch(name -> isOf(event, name));
  }

  /** Unit that an event is a result of; null if of none. A plan is no result: it stays. */
  static @Nullable String unit(SpecificRecord event) {
    if (event instanceof Score score) {
      return score.getUnit();
    } else if (event instanceof Perplexity part) {
      return part.getUnit();
    } else if (event instanceof Removal removal) {
      return removal.getUnit();
    } else if (event instanceof Probe probe) {
      return probe.getUnit();
    } else if (event instanceof Progress progress) {
      return progress.getUnit();
    }
    return null;
  }

  /** Whether an event is a participant's result. */
  static boolean isOf(SpecificRecord event, String participant) {
    if (event instanceof Score score) {
      return score.getParticipant().equals(participant);
    } else if (event instanceof NoiseCeiling ceiling) {
      return ceiling.getParticipant().equals(participant);
    } else {
      return event instanceof Progress progress
          && progress.getStage().equals(SteeringWriter.FITS)
          && progress.getPart().endsWith("/" + participant);
    }
  }
}
