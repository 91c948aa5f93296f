package org.entrain.encoding;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.WorkState;

/**
 * Which unit's layers are settled for which participants, as the progress topic has it: {@code
 * DONE} or {@code FAILED}, computed from which inputs, and where the rows stand. Not thread-safe.
 */
final class Ledger {

  static final String STAGE = "encoding";

  private static final String INPUTS_SEPARATOR = "/";

  private final Map<UnitLayer, Map<String, Progress>> entries = new HashMap<>();

  /**
   * What a fit of the variant is computed from.
   *
   * @param removed identity of the removal
   */
  static String inputs(String settings, String recording, String removed) {
    return inputs(settings, recording) + INPUTS_SEPARATOR + removed;
  }

  /**
   * What a fit is computed from. The settings stand first and readable, because places of rows are
   * comparable only between entries with the same settings: PCA reads another topic.
   *
   * @param recording identity of the recording
   */
  static String inputs(String settings, String recording) {
    return settings + INPUTS_SEPARATOR + recording;
  }

  /** Takes in a progress record and returns whether it changed anything. */
  boolean accept(Progress progress) {
    boolean settled =
        progress.getState() == WorkState.DONE || progress.getState() == WorkState.FAILED;
    String[] part = progress.getPart().split("/", 3);
    if (!progress.getStage().equals(STAGE) || !settled || part.length != 3) {
      return false;
    }
    UnitLayer id = new UnitLayer(progress.getUnit(), Integer.parseInt(part[0]), part[1]);
    Progress before = entries.computeIfAbsent(id, i -> new HashMap<>()).put(part[2], progress);
    return !progress.equals(before);
  }

  /** Whether the layer is settled for a participant from just these inputs. */
  boolean settled(UnitLayer id, String participant, String inputs) {
    Progress entry = entries.getOrDefault(id, Map.of()).get(participant);
    return entry != null && entry.getInputs().equals(inputs);
  }

  /** Whether the layer was ever settled for anyone. */
  boolean knows(UnitLayer id) {
    return entries.containsKey(id);
  }

  Set<UnitLayer> known() {
    return entries.keySet();
  }

  /** Where the layer's rows begin under these settings: the entry with the lowest offset. */
  Optional<Progress> place(UnitLayer id, String settings) {
    Optional<Progress> own = ownPlace(id, settings);
    return own.isPresent() || id.isInitial() ? own : ownPlace(id.initial(), settings);
  }

  private Optional<Progress> ownPlace(UnitLayer id, String settings) {
    return entries.getOrDefault(id, Map.of()).values().stream()
        .filter(entry -> entry.getPartition() >= 0 && entry.getOffset() >= 0)
        .filter(entry -> entry.getInputs().startsWith(settings + INPUTS_SEPARATOR))
        .min(Comparator.comparingLong(Progress::getOffset));
  }
}
