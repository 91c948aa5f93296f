package org.entrain.producers.syntax;

import java.util.Locale;

/** Whose classes properties have, where there is more than one answer. */
public enum Classes {
  /** By their definitions: lengths of sentences 0, 1, 2; whether a sentence has an object. */
  PROTOCOL,
  /**
   * As the published code numbers them: lengths 0, 1, 3, which matters to ordinal coding, and 0 for
   * a sentence whose object has no Number, 1 for all others.
   */
  PUBLISHED;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
