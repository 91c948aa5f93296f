package org.entrain.app.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.entrain.app.Refusal;
import org.entrain.app.settings.Layers;
import org.jspecify.annotations.Nullable;

/** Whether a request fits the state it is made on: results of two settings never mix. */
public final class StateMatch {

  private StateMatch() {}

  /**
   * Compares stimulus, settings, linguistic properties, and the recordings of participants that
   * both have. Layers may be added.
   *
   * @param annotations content hash of the table of properties; null without one
   * @throws Refusal that names every difference, both values, and what to do
   */
  public static void require(
      StateFolder folder,
      StoredState stored,
      String stimulus,
      @Nullable String annotations,
      Map<String, String> settings,
      Map<String, String> recordings) {
    List<String> faults = new ArrayList<>();
    if (!stored.stimulus().equals(stimulus)) {
      faults.add(
          fault(
              folder,
              "stimulus",
              "%s (%s)".formatted(stored.stimulus(), stored.dataset()),
              stimulus));
    }
    if (!Objects.equals(stored.annotationsHash(), annotations)) {
      faults.add(
          fault(
              folder,
              "annotations",
              "%s (%s)".formatted(stored.annotationsHash(), stored.annotations()),
              String.valueOf(annotations)));
    }
    TreeSet<String> names = new TreeSet<>(stored.settings().keySet());
    names.addAll(settings.keySet());
    for (String name : names) {
      String before = stored.settings().get(name);
      String now = settings.get(name);
      boolean more = name.equals(StoredState.LAYERS) && Layers.include(now, before);
      if (!more && !Objects.equals(before, now)) {
        faults.add(fault(folder, name, String.valueOf(before), String.valueOf(now)));
      }
    }
    recordings.forEach(
        (participant, hash) -> {
          String before = stored.recordings().getOrDefault(participant, hash);
          if (!before.equals(hash)) {
            faults.add(fault(folder, "recording of " + participant, before, hash));
          }
        });
    if (!faults.isEmpty()) {
      faults.add("Choose another folder with --state, or run with what this one was made with.");
      throw Refusal.of(faults);
    }
  }

  private static String fault(StateFolder folder, String field, String before, String now) {
    return "--state %s: %s: made with %s, asked for %s"
        .formatted(folder.root(), field, before, now);
  }
}
