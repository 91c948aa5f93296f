package org.entrain.models.text;

/**
 * A slice of a text and consecutive window ends in it. Window i holds tokens begins(i) …
 * firstLength + i − 1 of the slice and predicts the token after them, where there is one. Arrays
 * are not copied and not to be modified.
 *
 * @param firstEnd index in the text of the token after the first window
 * @param tokens ids of the slice; ends with the last window or one token after it
 * @param firstLength tokens of the slice up to the end of the first window
 * @param begins per window its begin in the slice; never decreases
 * @param words indices in the text of the words represented
 * @param wordWindows per word the window that ends with it; never decreases
 * @param wordTokens per word the number of last tokens of that window averaged; 1 for the last
 *     alone
 */
public record Passage(
    int firstEnd,
    int[] tokens,
    int firstLength,
    int[] begins,
    int[] words,
    int[] wordWindows,
    int[] wordTokens) {

  /**
   * @throws IllegalArgumentException if the arrays do not fit each other
   */
  public Passage {
    int windows = begins.length;
    require(windows >= 1, "windows: %d < 1", windows);
    require(firstLength >= 1, "length of the first window: %d < 1", firstLength);
    // The text may end with the last window: then no token follows it.
    long least = (long) firstLength + windows - 1;
    require(
        tokens.length == least || tokens.length == least + 1,
        "tokens: %d, neither %d nor one more",
        tokens.length,
        least);
    for (int i = 0; i < windows; i++) {
      int lowest = i == 0 ? 0 : begins[i - 1];
      require(
          begins[i] >= lowest && begins[i] < firstLength + i,
          "begin of window %d: %d, not from %d to %d",
          i,
          begins[i],
          lowest,
          firstLength + i - 1);
    }
    require(
        words.length == wordWindows.length && words.length == wordTokens.length,
        "words, their windows and their tokens differ: %d, %d, %d",
        words.length,
        wordWindows.length,
        wordTokens.length);
    for (int i = 0; i < words.length; i++) {
      int window = wordWindows[i];
      require(window >= 0 && window < windows, "window of a word: %d of %d", window, windows);
      require(i == 0 || wordWindows[i - 1] <= window, "window of word %d decreases", i);
      int length = firstLength + window - begins[window];
      require(
          wordTokens[i] >= 1 && wordTokens[i] <= length,
          "tokens of a word: %d of %d",
          wordTokens[i],
          length);
    }
  }

  /** Number of windows. */
  public int windows() {
    return begins.length;
  }

  /** Number of windows that a token follows: all, or all but the last. */
  public int scored() {
    return Math.min(windows(), tokens.length - firstLength);
  }

  /** Number of tokens of the longest window. */
  public int longest() {
    int longest = 0;
    for (int i = 0; i < windows(); i++) {
      longest = Math.max(longest, firstLength + i - begins[i]);
    }
    return longest;
  }

  private static void require(boolean condition, String message, Object... values) {
    if (!condition) {
      throw new IllegalArgumentException("passage: " + message.formatted(values));
    }
  }
}
