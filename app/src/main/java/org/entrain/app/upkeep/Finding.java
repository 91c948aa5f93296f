package org.entrain.app.upkeep;

/**
 * What was found of a part of a state.
 *
 * @param part file or folder, relative to the state, or what else was looked at
 * @param level how grave it is
 * @param text what was found, and for a fault the way out
 */
public record Finding(String part, Level level, String text) {

  /** How grave a finding is. */
  public enum Level {
    /** As it should be. */
    OK,
    /** Not as it was left by a good end; the next run mends it. */
    NOTE,
    /** Results may be wrong or missing, or the state cannot be gone on with. */
    FAULT
  }

  static Finding ok(String part, String text) {
    return new Finding(part, Level.OK, text);
  }

  static Finding note(String part, String text) {
    return new Finding(part, Level.NOTE, text);
  }

  static Finding fault(String part, String text) {
    return new Finding(part, Level.FAULT, text);
  }
}
