package org.entrain.properties;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.WorkState;
import org.jspecify.annotations.Nullable;

/** What is removed and probed, as the progress topic has it. Not thread-safe. */
final class PropertyLedger {

  static final String STAGE = "properties";

  private final Map<String, Map<String, Progress>> entries = new HashMap<>();

  /** layer/property. */
  static String part(int layer, String property) {
    return layer + "/" + property;
  }

  /** Takes in a progress record and returns whether it changed anything. */
  boolean accept(Progress progress) {
    boolean settled =
        progress.getState() == WorkState.DONE || progress.getState() == WorkState.FAILED;
    if (!progress.getStage().equals(STAGE) || !settled) {
      return false;
    }
    Progress before =
        entries
            .computeIfAbsent(progress.getUnit(), absent -> new HashMap<>())
            .put(progress.getPart(), progress);
    return !progress.equals(before);
  }

  /** Whether a property of a layer is settled from just these inputs. */
  boolean settled(String unit, int layer, String property, String inputs) {
    Progress entry = entries.getOrDefault(unit, Map.of()).get(part(layer, property));
    return entry != null && entry.getInputs().equals(inputs);
  }

  /** Units of which anything is settled. */
  Set<String> units() {
    return new TreeSet<>(entries.keySet());
  }

  /** Where a unit's rows begin: the entry with the lowest offset; null if none tells. */
  @Nullable Progress place(String unit) {
    Progress place = null;
    for (Progress entry : entries.getOrDefault(unit, Map.of()).values()) {
      if (entry.getOffset() >= 0 && (place == null || entry.getOffset() < place.getOffset())) {
        place = entry;
      }
    }
    return place;
  }
}
