package org.entrain.producers.annotations;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.entrain.common.InvalidInputException;
import org.entrain.producers.TextTable;
import org.entrain.producers.annotations.Annotations.WordProperties;
import org.entrain.producers.stimulus.Stimulus;

/**
 * Properties from a table: {@code index} (from 0) and {@code word} of every word of the stimulus in
 * order, then a column per property with the word's class, any text, and, if there, a column {@code
 * <Property>.raw} with the value that the class was made of. A column {@code sentence}, if there,
 * has any name that all words of a sentence share.
 */
public final class AnnotationTable {

  private static final String INDEX = "index";
  private static final String WORD = "word";
  private static final String RAW = ".raw";
  private static final String SENTENCE = "sentence";

  /** Properties are parts of keys. */
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_-]{1,64}");

  /** Names of variants that are no property. */
  private static final Set<String> RESERVED = Set.of("initial", "with-word-rate");

  private static final String ADVICE =
      "Begin the table with the header index, word and the names of the properties.";

  private AnnotationTable() {}

  /**
   * Reads a table and compares its words with the stimulus.
   *
   * @throws InvalidInputException if it has no property, a name that cannot be used, other words
   *     than the stimulus, or a word without a class
   */
  public static Annotations read(Path path, Stimulus stimulus) {
    TextTable table = TextTable.read(path, List.of(INDEX, WORD), ADVICE);
    List<String> properties = properties(table);
    int expected = stimulus.words().size();
    if (table.rows().size() != expected) {
      throw new InvalidInputException(
          table.file(),
          "rows",
          expected + ", one per word of the stimulus",
          String.valueOf(table.rows().size()),
          "Give every word of the stimulus one row, in order.");
    }
    List<WordProperties> words = new ArrayList<>();
    for (int i = 0; i < expected; i++) {
      TextTable.Row row = table.rows().get(i);
      same(table, row, INDEX, String.valueOf(i));
      same(table, row, WORD, stimulus.words().get(i).text());
      words.add(word(table, row, properties));
    }
    return new Annotations(properties, words, sentences(table));
  }

  /** Numbers neighbours that share a name. */
  private static List<Integer> sentences(TextTable table) {
    List<Integer> sentences = new ArrayList<>();
    if (table.columns().contains(SENTENCE)) {
      String before = "";
      int sentence = -1;
      for (TextTable.Row row : table.rows()) {
        String name = row.get(SENTENCE);
        sentence += sentence < 0 || !name.equals(before) ? 1 : 0;
        before = name;
        sentences.add(sentence);
      }
    }
    return sentences;
  }

  private static List<String> properties(TextTable table) {
    List<String> properties =
        table.columns().stream()
            .filter(column -> !List.of(INDEX, WORD, SENTENCE).contains(column))
            .filter(column -> !column.endsWith(RAW))
            .toList();
    if (properties.isEmpty()) {
      throw new InvalidInputException(
          table.file(), "header", "a property", String.join(", ", table.columns()), ADVICE);
    }
    for (String property : properties) {
      if (!NAME.matcher(property).matches() || RESERVED.contains(property)) {
        throw new InvalidInputException(
            table.file(),
            "header",
            "names of up to 64 letters, digits, _ and -, none of " + RESERVED,
            "'" + property + "'",
            "Rename the property.");
      }
    }
    for (String column : table.columns()) {
      if (column.endsWith(RAW)
          && !properties.contains(column.substring(0, column.length() - RAW.length()))) {
        throw new InvalidInputException(
            table.file(),
            "header",
            "a column of the property that " + column + " is the raw value of",
            String.join(", ", table.columns()),
            "Add the property's column, or leave its raw values out.");
      }
    }
    return properties;
  }

  private static void same(TextTable table, TextTable.Row row, String column, String expected) {
    String found = row.get(column).strip();
    if (!found.equals(expected)) {
      throw new InvalidInputException(
          table.file(),
          row.place() + ", " + column,
          "'" + expected + "', as in the stimulus",
          "'" + found + "'",
          "Give every word of the stimulus one row, in order.");
    }
  }

  private static WordProperties word(TextTable table, TextTable.Row row, List<String> properties) {
    Map<String, String> raw = new HashMap<>();
    Map<String, String> classes = new HashMap<>();
    for (String property : properties) {
      String value = row.get(property).strip();
      if (value.isEmpty()) {
        throw new InvalidInputException(
            table.file(),
            row.place() + ", " + property,
            "a class",
            "nothing",
            "Name the class, such as none where the property does not apply.");
      }
      classes.put(property, value);
      if (table.columns().contains(property + RAW)) {
        raw.put(property, row.get(property + RAW).strip());
      }
    }
    return new WordProperties(raw, classes);
  }
}
