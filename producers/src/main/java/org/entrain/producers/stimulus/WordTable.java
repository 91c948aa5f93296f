package org.entrain.producers.stimulus;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;
import org.entrain.common.InvalidInputException;
import org.entrain.producers.Unreadable;
import org.entrain.producers.stimulus.TimedWords.TimedWord;

/**
 * Words from a table with a header: {@code word}, {@code onset} (seconds) and, if there, {@code
 * run} (from 1); other columns are ignored. Tab-separated without quoting, because words may be
 * quotation marks; {@code .csv} by RFC 4180.
 */
public final class WordTable {

  private static final CSVFormat TSV =
      CSVFormat.DEFAULT
          .builder()
          .setDelimiter('\t')
          .setQuote(null)
          .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
          .setHeader()
          .get();
  private static final CSVFormat CSV =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
          .get();

  private WordTable() {}

  /** Reads a table in UTF-8, with or without a byte order mark. */
  public static TimedWords read(Path path) {
    String file = path.toString();
    CSVFormat format = file.endsWith(".csv") ? CSV : TSV.builder().setIgnoreEmptyLines(true).get();
    try (Reader reader = reader(path);
        CSVParser table = format.parse(reader)) {
      for (String column : List.of("word", "onset")) {
        if (!table.getHeaderMap().containsKey(column)) {
          throw new InvalidInputException(
              file,
              "header",
              "a column " + column,
              String.join(", ", table.getHeaderNames()),
              "Begin the table with the header word, onset, run.");
        }
      }
      boolean runs = table.getHeaderMap().containsKey("run");
      List<TimedWord> words = new ArrayList<>();
      for (CSVRecord row : table) {
        words.add(word(file, table.getCurrentLineNumber(), row, runs));
      }
      return new TimedWords(file, words);
    } catch (IOException e) {
      throw Unreadable.refusal(path, "a table in UTF-8", e);
    } catch (UncheckedIOException e) {
      throw Unreadable.refusal(path, "a table in UTF-8", Objects.requireNonNull(e.getCause()));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          file,
          "header",
          "different names of columns",
          String.valueOf(e.getMessage()),
          "Correct the header.",
          e);
    }
  }

  private static Reader reader(Path path) throws IOException {
    Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8);
    reader.mark(1);
    if (reader.read() != '\uFEFF') {
      reader.reset();
    }
    return reader;
  }

  private static TimedWord word(String file, long line, CSVRecord row, boolean runs) {
    String place = "line " + line;
    if (!row.isConsistent()) {
      throw new InvalidInputException(
          file,
          place,
          row.getParser().getHeaderNames().size() + " columns",
          row.size() + " columns",
          "Correct the row.");
    }
    double onset = number(file, place, "onset", row.get("onset"));
    double run = runs ? number(file, place, "run", row.get("run")) : 0;
    if (runs && (run != Math.rint(run) || run < 1 || run > Integer.MAX_VALUE)) {
      throw new InvalidInputException(
          file, place + ", run", "a run from 1", row.get("run"), "Correct the row.");
    }
    return new TimedWord(
        place, row.get("word"), onset, runs ? (int) run - 1 : TimedWords.RUN_BY_CLOCK);
  }

  private static double number(String file, String place, String column, String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          file, place + ", " + column, "a number", "'" + text + "'", "Correct the row.", e);
    }
  }
}
