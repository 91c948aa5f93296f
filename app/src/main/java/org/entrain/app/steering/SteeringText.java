package org.entrain.app.steering;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.entrain.schemas.avro.WantedState;

/** What is paused and cancelled, for people. */
public final class SteeringText {

  private SteeringText() {}

  /**
   * A line for what is paused and one for what is cancelled; empty if nothing is.
   *
   * @param wanted names of wanted states by {@code target/name}
   */
  public static String of(Map<String, String> wanted) {
    StringBuilder text = new StringBuilder();
    for (WantedState state : List.of(WantedState.PAUSED, WantedState.CANCELLED)) {
      List<String> names =
          new TreeMap<>(wanted)
              .entrySet().stream()
                  .filter(entry -> entry.getValue().equals(state.name()))
                  .map(entry -> named(entry.getKey()))
                  .toList();
      if (!names.isEmpty()) {
        text.append("%s: %s%n".formatted(Action.word(state), String.join(", ", names)));
      }
    }
    return text.toString();
  }

  private static String named(String key) {
    int slash = key.indexOf('/');
    String name = key.substring(slash + 1);
    return key.startsWith("participant/") ? "participant " + name : name;
  }
}
