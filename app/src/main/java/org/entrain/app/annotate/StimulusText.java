package org.entrain.app.annotate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.entrain.common.InvalidInputException;
import org.entrain.producers.TextTable;
import org.entrain.producers.dataset.Dataset;
import org.entrain.producers.stimulus.TimedWords.TimedWord;
import org.entrain.producers.stimulus.Word;
import org.entrain.producers.stimulus.WordTable;
import org.jspecify.annotations.Nullable;

/**
 * The text that is annotated.
 *
 * @param words the words, as recordings are scored with
 * @param blocks lines of text for a parser: whole sentences if they are known, else whole runs
 * @param sentences whether the blocks are sentences
 */
record StimulusText(List<String> words, List<String> blocks, boolean sentences) {

  private static final String PRINTED = "printed";
  private static final String SENTENCE = "sentence";

  StimulusText {
    words = List.copyOf(words);
    blocks = List.copyOf(blocks);
  }

  /** The words of a dataset; sentences end where a run ends. */
  static StimulusText ofDataset(Path dataset, @Nullable Path dataRoot) {
    List<Word> words =
        Dataset.open(dataset.toAbsolutePath().normalize(), dataRoot).stimulus().words();
    List<String> texts = words.stream().map(Word::text).toList();
    List<Object> runs = words.stream().map(word -> (Object) word.run()).toList();
    return new StimulusText(texts, blocks(texts, runs), false);
  }

  /**
   * A table of words, with the columns {@code printed} (the word in the text, with its punctuation)
   * and {@code sentence} (any name, the same for all words of a sentence) if it has them.
   */
  static StimulusText ofTable(Path file) {
    var timed = WordTable.read(file);
    List<String> words = timed.texts();
    TextTable table = TextTable.read(file, List.of("word"), "Begin the table with a header.");
    List<String> texts = table.columns().contains(PRINTED) ? column(table, PRINTED) : words;
    boolean sentences = table.columns().contains(SENTENCE);
    List<Object> groups =
        sentences
            ? new ArrayList<Object>(column(table, SENTENCE))
            : timed.words().stream().map(TimedWord::run).map(Object.class::cast).toList();
    return new StimulusText(words, blocks(texts, groups), sentences);
  }

  private static List<String> column(TextTable table, String name) {
    List<String> values = new ArrayList<>();
    for (TextTable.Row row : table.rows()) {
      String value = row.get(name).strip();
      if (value.isEmpty()) {
        throw new InvalidInputException(
            table.file(), row.place() + ", " + name, "text", "nothing", "Correct the row.");
      }
      values.add(value);
    }
    return values;
  }

  /** Joins neighbours of the same group. */
  private static List<String> blocks(List<String> texts, List<Object> groups) {
    List<String> blocks = new ArrayList<>();
    StringBuilder block = new StringBuilder();
    for (int i = 0; i < texts.size(); i++) {
      if (i > 0 && !Objects.equals(groups.get(i), groups.get(i - 1))) {
        blocks.add(block.toString());
        block.setLength(0);
      }
      block.append(block.isEmpty() ? "" : " ").append(texts.get(i));
    }
    blocks.add(block.toString());
    return blocks;
  }
}
