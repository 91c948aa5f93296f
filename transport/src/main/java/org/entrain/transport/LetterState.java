package org.entrain.transport;

import java.util.Locale;

/** What became of a dead letter. */
public enum LetterState {
  /** It lies there, and nobody has decided. */
  WAITING("waiting"),

  /** The record was taken back to where it came from. */
  REDRIVEN("re-driven"),

  /** Somebody decided to do without it. */
  DROPPED("dropped");

  private final String text;

  LetterState(String text) {
    this.text = text;
  }

  /** For people. */
  public String text() {
    return text;
  }

  /** Header of the mark that says so, beside the letter's own headers. */
  String mark() {
    return DeadLetters.PREFIX + name().toLowerCase(Locale.ROOT);
  }
}
