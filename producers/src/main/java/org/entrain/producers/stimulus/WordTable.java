package org.entrain.producers.stimulus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entrain.common.InvalidInputException;
import org.entrain.producers.TextTable;
import org.entrain.producers.stimulus.TimedWords.TimedWord;

/**
 * Words from a table with a header: {@code word}, {@code onset} (seconds) and, if there, {@code
 * run} (from 1); other columns are ignored.
 */
public final class WordTable {

  private WordTable() {}

  /** Reads a table in UTF-8, with or without a byte order mark. */
  public static TimedWords read(Path path) {
    TextTable table =
        TextTable.read(
            path, List.of("word", "onset"), "Begin the table with the header word, onset, run.");
    boolean runs = table.columns().contains("run");
    List<TimedWord> words = new ArrayList<>();
    for (TextTable.Row row : table.rows()) {
      words.add(word(table.file(), row, runs));
    }
    return new TimedWords(table.file(), words);
  }

  private static TimedWord word(String file, TextTable.Row row, boolean runs) {
    double onset = number(file, row, "onset");
    double run = runs ? number(file, row, "run") : 0;
    if (runs && (run != Math.rint(run) || run < 1 || run > Integer.MAX_VALUE)) {
      throw new InvalidInputException(
          file, row.place() + ", run", "a run from 1", row.get("run"), "Correct the row.");
    }
    return new TimedWord(
        row.place(), row.get("word"), onset, runs ? (int) run - 1 : TimedWords.RUN_BY_CLOCK);
  }

  private static double number(String file, TextTable.Row row, String column) {
    String text = row.get(column);
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          file, row.place() + ", " + column, "a number", "'" + text + "'", "Correct the row.", e);
    }
  }
}
