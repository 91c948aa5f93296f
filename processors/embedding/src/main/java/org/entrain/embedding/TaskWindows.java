package org.entrain.embedding;

import java.util.Arrays;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.EmbeddingTask;

/**
 * The windows of a task. Window i ends before token firstEnd + i of the text and sees the C tokens
 * before it: tokens i … i + C − 1 of the slice, whose token i + C follows the window.
 *
 * @param tokens the slice of the text, from token firstEnd − C on
 * @param context C, tokens of a window
 * @param windows number of windows
 * @param layers indices of the hidden states wanted
 * @param words indices of the words represented
 * @param wordWindows the window that ends with each word
 */
record TaskWindows(
    int[] tokens, int context, int windows, int[] layers, int[] words, int[] wordWindows) {

  private static final int NONE = -1;

  TaskWindows {
    require(context >= 1, "context: %d < 1", context);
    require(windows >= 1, "windows: %d < 1", windows);
    // The text may end with the last window: then no token follows it.
    long least = (long) context + windows - 1;
    require(
        tokens.length == least || tokens.length == least + 1,
        "tokens: %d, neither %d nor one more",
        tokens.length,
        least);
    require(
        words.length == wordWindows.length,
        "words and windows of words differ: %d != %d",
        words.length,
        wordWindows.length);
    for (int window : wordWindows) {
      require(window >= 0 && window < windows, "window of a word: %d of %d", window, windows);
    }
  }

  /**
   * Reads a task.
   *
   * @throws IllegalArgumentException when its arrays do not fit each other
   */
  static TaskWindows of(EmbeddingTask task) {
    return new TaskWindows(
        Vectors.ints(task.getTokens()),
        task.getContext(),
        task.getWindows(),
        task.getLayers().stream().mapToInt(Integer::intValue).toArray(),
        Vectors.ints(task.getWords()),
        Vectors.ints(task.getWordWindows()));
  }

  /** Tokens of {@code count} windows from {@code first} on, count × C, row-major. */
  int[] batch(int first, int count) {
    int[] batch = new int[count * context];
    for (int i = 0; i < count; i++) {
      System.arraycopy(tokens, first + i, batch, i * context, context);
    }
    return batch;
  }

  /** The token after each of these windows, -1 after the end of the text. */
  int[] followers(int first, int count) {
    int[] followers = new int[count];
    Arrays.setAll(
        followers, i -> first + i + context < tokens.length ? tokens[first + i + context] : NONE);
    return followers;
  }

  /** Number of windows that a token follows. */
  int scored() {
    return tokens.length - context;
  }

  private static void require(boolean condition, String message, Object... values) {
    if (!condition) {
      throw new IllegalArgumentException("task: " + message.formatted(values));
    }
  }
}
