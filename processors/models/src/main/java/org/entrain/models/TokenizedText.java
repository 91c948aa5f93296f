package org.entrain.models;

import java.util.Arrays;

/**
 * A text's tokens and where its words end among them.
 *
 * @param ids token ids of the whole text
 * @param wordEnd per word i the number of tokens of the text up to and including it, |ids(i)|;
 *     never decreases
 */
public record TokenizedText(int[] ids, int[] wordEnd) {

  /**
   * Index of the first word used: the first one with more than {@code context} tokens of text
   * before it (PROTOCOL section 2). All later words are used too; earlier ones are skipped.
   *
   * @return the number of words if none is used
   */
  public int firstUsedWord(int context) {
    for (int word = 1; word < wordEnd.length; word++) {
      if (wordEnd[word - 1] > context) {
        return word;
      }
    }
    return wordEnd.length;
  }

  /** Index of the first word that a token ends with; the number of words if there is none. */
  public int firstWordWithTokens() {
    return firstWordBeyond(0);
  }

  /** Number of tokens before the word; its own are those from there to its end. */
  public int wordStart(int word) {
    return word == 0 ? 0 : wordEnd[word - 1];
  }

  /**
   * The word that a token belongs to.
   *
   * @throws IllegalArgumentException if the text has no such token
   */
  public int wordOf(int token) {
    int word = firstWordBeyond(token);
    if (token < 0 || word == wordEnd.length) {
      throw new IllegalArgumentException("token %d of %d".formatted(token, wordStart(word)));
    }
    return word;
  }

  /** The first word that ends after so many tokens, or the number of words; by bisection. */
  private int firstWordBeyond(int tokens) {
    int low = 0;
    int high = wordEnd.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (wordEnd[middle] > tokens) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /**
   * The last {@code context} tokens of the text up to and including the word.
   *
   * @throws IllegalArgumentException if there are fewer
   */
  public int[] window(int word, int context) {
    int end = wordEnd[word];
    if (end < context) {
      throw new IllegalArgumentException(
          "tokens up to word %d: %d < %d".formatted(word, end, context));
    }
    return Arrays.copyOfRange(ids, end - context, end);
  }
}
