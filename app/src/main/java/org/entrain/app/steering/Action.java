package org.entrain.app.steering;

import java.util.Locale;
import org.entrain.schemas.avro.WantedState;

/** What a command asks for. */
public enum Action {
  PAUSE(WantedState.PAUSED, "paused: what runs is finished, nothing new begins"),
  RESUME(WantedState.ACTIVE, "active again"),
  CANCEL(WantedState.CANCELLED, "cancelled: what runs is cut off, its results so far stay"),
  REMOVE(WantedState.REMOVED, "removed, with its results");

  private final WantedState wanted;
  private final String outcome;

  Action(WantedState wanted, String outcome) {
    this.wanted = wanted;
    this.outcome = outcome;
  }

  WantedState wanted() {
    return wanted;
  }

  /** What a name is said to be once it is done. */
  String outcome() {
    return outcome;
  }

  /** State of a name, in words. */
  static String word(WantedState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
