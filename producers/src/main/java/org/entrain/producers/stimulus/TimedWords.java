package org.entrain.producers.stimulus;

import java.util.List;

/**
 * Words as a file gives them, not yet checked against a clock.
 *
 * @param file the file, for messages
 * @param words in the file's order
 */
public record TimedWords(String file, List<TimedWord> words) {

  /** Run of a word whose file gives none: the clock decides. */
  public static final int RUN_BY_CLOCK = -1;

  public TimedWords {
    words = List.copyOf(words);
  }

  /**
   * The words' texts, for work that needs no clock.
   *
   * @throws org.entrain.common.InvalidInputException if there are none, one is blank, or onsets are
   *     not finite or go back
   */
  public List<String> texts() {
    return WordChecker.texts(this);
  }

  /**
   * @param place where it stands in the file, for messages
   * @param text as it stands there
   * @param onset seconds
   * @param run from 0, or {@link #RUN_BY_CLOCK}
   */
  public record TimedWord(String place, String text, double onset, int run) {}
}
