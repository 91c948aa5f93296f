package org.entrain.embedding;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.entrain.models.text.Passage;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.EmbeddingTask;

/** Reads a task's windows from its event. */
public final class TaskPassage {

  private TaskPassage() {}

  /**
   * The passage of a task.
   *
   * @throws IllegalArgumentException when its arrays do not fit each other
   */
  public static Passage of(EmbeddingTask task) {
    int[] begins = Vectors.ints(task.getBegins());
    if (begins.length == 0) {
      begins = IntStream.range(0, task.getWindows()).toArray();
    }
    if (begins.length != task.getWindows()) {
      throw new IllegalArgumentException(
          "task: begins and windows differ: %d != %d".formatted(begins.length, task.getWindows()));
    }
    int[] words = Vectors.ints(task.getWords());
    int[] wordTokens = Vectors.ints(task.getWordTokens());
    if (wordTokens.length == 0) {
      wordTokens = new int[words.length];
      Arrays.fill(wordTokens, 1);
    }
    return new Passage(
        task.getFirstEnd(),
        Vectors.ints(task.getTokens()),
        task.getContext(),
        begins,
        words,
        Vectors.ints(task.getWordWindows()),
        wordTokens);
  }

  /** Indices of the hidden states wanted. */
  public static int[] layers(EmbeddingTask task) {
    return task.getLayers().stream().mapToInt(Integer::intValue).toArray();
  }
}
