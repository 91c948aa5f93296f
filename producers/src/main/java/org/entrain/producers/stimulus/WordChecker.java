package org.entrain.producers.stimulus;

import java.util.ArrayList;
import java.util.List;
import org.entrain.common.InvalidInputException;
import org.entrain.producers.stimulus.TimedWords.TimedWord;

/**
 * Checks words one by one against each other and against a clock. A word without a run gets that of
 * the last TR whose time is strictly smaller than its onset, or run 0 before the first TR.
 */
final class WordChecker {

  private final String file;
  private final List<Tr> clock;

  WordChecker(String file, List<Tr> clock) {
    this.file = file;
    this.clock = clock;
  }

  /** What can be checked without a clock. */
  static List<String> texts(TimedWords timed) {
    if (timed.words().isEmpty()) {
      throw new InvalidInputException(
          timed.file(), "rows", "at least one word", "none", "Give a row a word.");
    }
    WordChecker checker = new WordChecker(timed.file(), List.of());
    List<String> texts = new ArrayList<>();
    double previous = Double.NEGATIVE_INFINITY;
    for (TimedWord word : timed.words()) {
      checker.checkOnset(word, previous);
      previous = word.onset();
      texts.add(checker.text(word));
    }
    return List.copyOf(texts);
  }

  List<Word> check(List<TimedWord> timed) {
    List<Word> words = new ArrayList<>();
    int next = 0;
    int inside = 0;
    double previous = Double.NEGATIVE_INFINITY;
    for (TimedWord word : timed) {
      checkOnset(word, previous);
      previous = word.onset();
      while (next < clock.size() && clock.get(next).time() < word.onset()) {
        next++;
      }
      inside += next > 0 && word.onset() <= end() ? 1 : 0;
      words.add(new Word(words.size(), run(word, next - 1), text(word), word.onset()));
    }
    if (inside == 0) {
      throw new InvalidInputException(
          file,
          "onsets",
          "words while volumes are taken (%s s to %s s)".formatted(clock.get(0).time(), end()),
          timed.isEmpty() ? "no words" : "none of %d words there".formatted(timed.size()),
          "Onsets are in seconds on the clock of the volumes.");
    }
    return words;
  }

  /** One interval after the last volume; a single volume has no interval to go by. */
  private double end() {
    int last = clock.size() - 1;
    return last == 0
        ? Double.POSITIVE_INFINITY
        : 2 * clock.get(last).time() - clock.get(last - 1).time();
  }

  private void checkOnset(TimedWord word, double previous) {
    if (!Double.isFinite(word.onset())) {
      throw fault(
          word, "a finite onset", word.onset() + "", "Give every word an onset in seconds.");
    }
    if (word.onset() < previous) {
      throw fault(
          word,
          "an onset from %s s on".formatted(previous),
          word.onset() + " s",
          "Put the words in the order in which they were read or heard.");
    }
  }

  private String text(TimedWord word) {
    String text = word.text().strip();
    if (text.isEmpty()) {
      throw fault(word, "a word", "blanks", "Remove the row, or drop the label by words.drop.");
    }
    return text;
  }

  /** A word stated to be of a run lies after the run before it and before the run after it. */
  private int run(TimedWord word, int tr) {
    int byClock = tr < 0 ? 0 : clock.get(tr).run();
    if (word.run() == TimedWords.RUN_BY_CLOCK || word.run() == byClock) {
      return byClock;
    }
    int runs = clock.get(clock.size() - 1).run() + 1;
    if (word.run() < 0 || word.run() >= runs) {
      throw fault(
          word, "a run from 1 to " + runs, "run " + (word.run() + 1), "Check words and clock.");
    }
    boolean betweenRuns = tr + 1 < clock.size() && clock.get(tr + 1).run() == word.run();
    if (!betweenRuns) {
      throw fault(
          word,
          "run %d at %s s, by the clock".formatted(byClock + 1, word.onset()),
          "run " + (word.run() + 1),
          "Check the words' runs and the clock's runs.");
    }
    return word.run();
  }

  private InvalidInputException fault(
      TimedWord word, String expected, String found, String remedy) {
    return new InvalidInputException(file, word.place(), expected, found, remedy);
  }
}
