package org.entrain.producers.stimulus;

import java.util.ArrayList;
import java.util.List;
import org.entrain.common.ContentHash;
import org.entrain.common.InvalidInputException;

/**
 * An ordered list of words and the clock of the volumes.
 *
 * <p>Accounting: every word has an onset before the first TR, or after exactly one TR and up to the
 * next; every TR is kept or trimmed.
 *
 * @param id hash of words and clock, 16 hexadecimal digits
 * @param words in order of onset
 * @param clock in order of time
 */
public record Stimulus(String id, List<Word> words, List<Tr> clock) {

  public Stimulus {
    words = List.copyOf(words);
    clock = List.copyOf(clock);
  }

  /**
   * Checks words against a clock and joins them.
   *
   * @throws InvalidInputException if a word is blank or out of order, no word falls into the clock,
   *     or a word's run contradicts its onset
   */
  public static Stimulus of(TimedWords timed, VolumeClock clock) {
    List<Word> words = new WordChecker(timed.file(), clock.trs()).check(timed.words());
    return new Stimulus(id(words, clock.trs()), words, clock.trs());
  }

  /** Indices of the TRs a recording has rows for, ascending. */
  public List<Integer> keptRows() {
    List<Integer> rows = new ArrayList<>();
    for (Tr tr : clock) {
      if (tr.kept()) {
        rows.add(tr.index());
      }
    }
    return rows;
  }

  /** Number of runs. */
  public int runs() {
    return clock.isEmpty() ? 0 : clock.get(clock.size() - 1).run() + 1;
  }

  /** Time at which TR {@code index} ends: when the next begins; after the last, one interval on. */
  public double endOf(int index) {
    if (index + 1 < clock.size()) {
      return clock.get(index + 1).time();
    }
    double time = clock.get(index).time();
    return index == 0 ? time : time + (time - clock.get(index - 1).time());
  }

  private static String id(List<Word> words, List<Tr> clock) {
    ContentHash hash = new ContentHash().add(words.size());
    for (Word word : words) {
      hash.add(word.run()).add(word.text()).add(word.onset());
    }
    hash.add(clock.size());
    for (Tr tr : clock) {
      hash.add(tr.run()).add(tr.time()).add(tr.kept() ? 1 : 0);
    }
    return hash.shortHex();
  }
}
