package org.entrain.producers.stimulus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.entrain.common.InvalidInputException;
import org.entrain.producers.TextTable;
import org.entrain.producers.stimulus.TimedWords.TimedWord;
import org.entrain.producers.stimulus.VolumeClock.Run;
import org.jspecify.annotations.Nullable;

/**
 * Words from the events of a run as BIDS has them: {@code onset} in seconds from the run's first
 * volume, and the word in a column; rows without a word ({@code n/a}) are none. Source: Brain
 * Imaging Data Structure 1.10, Task events.
 */
public final class EventsTable {

  /** How such files are named. */
  public static final String ENDING = "_events.tsv";

  /** Columns in which words are looked for, the first alone if it is there. */
  private static final List<String> COLUMNS = List.of("word", "trial_type", "value");

  private static final String NONE = "n/a";

  private EventsTable() {}

  /**
   * Reads one run.
   *
   * @param column the words' column; null for the one there is of {@code word}, {@code trial_type},
   *     {@code value}
   * @return onsets from the run's first volume
   * @throws InvalidInputException if it cannot be read, has no such column or several, or an onset
   *     is missing
   */
  public static TimedWords read(Path path, @Nullable String column) {
    TextTable table =
        TextTable.read(
            path,
            column == null ? List.of("onset") : List.of("onset", column),
            "Begin the table with the header onset, duration, word.");
    String words = column == null ? column(table) : column;
    List<TimedWord> timed = new ArrayList<>();
    for (TextTable.Row row : table.rows()) {
      String text = row.get(words).strip();
      if (!text.equals(NONE)) {
        String place = "%s, %s".formatted(path.getFileName(), row.place());
        timed.add(new TimedWord(place, text, onset(table, row), TimedWords.RUN_BY_CLOCK));
      }
    }
    return new TimedWords(table.file(), timed);
  }

  /**
   * Puts runs on one clock.
   *
   * @param events one table a run; a run without words may have none in it
   * @param runs the clock's runs, as many
   * @return every word with its run, its onset from the first run's clock
   */
  public static TimedWords onClock(List<TimedWords> events, List<Run> runs) {
    List<TimedWord> words = new ArrayList<>();
    for (int run = 0; run < events.size(); run++) {
      for (TimedWord word : events.get(run).words()) {
        double onset = runs.get(run).first() + word.onset();
        words.add(new TimedWord(word.place(), word.text(), onset, run));
      }
    }
    String files =
        events.stream()
            .map(TimedWords::file)
            .filter(file -> !file.isEmpty())
            .collect(Collectors.joining(", "));
    return new TimedWords(files, words);
  }

  private static String column(TextTable table) {
    List<String> there = COLUMNS.stream().filter(table.columns()::contains).toList();
    if (there.size() == 1 || there.contains(COLUMNS.get(0))) {
      return there.get(0);
    }
    throw new InvalidInputException(
        table.file(),
        "header",
        "one column of words: " + String.join(" or ", COLUMNS),
        String.join(", ", table.columns()),
        "Name the column by words.column (bids.column).");
  }

  private static double onset(TextTable table, TextTable.Row row) {
    String text = row.get("onset").strip();
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          table.file(),
          row.place() + ", onset",
          "seconds from the run's first volume",
          "'" + text + "'",
          "Give every word an onset.",
          e);
    }
  }
}
