package org.entrain.models.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.entrain.models.TokenizedText;

/**
 * How far back the windows of a text see. The window that ends before token e holds tokens begin(e)
 * … e − 1; it represents the word it ends with, and predicts token e. Begins never decrease.
 *
 * <p>{@link #toString} gives what {@link #parse} reads.
 */
public sealed interface ContextPolicy permits TokenContext, WordContext, FullContext {

  /** Reads {@code full}. */
  static ContextPolicy full() {
    return new FullContext();
  }

  /**
   * {@code tokens:C}: begin(e) = e − C. Tokens and words with less before them are left out
   * (PROTOCOL section 2).
   */
  static ContextPolicy ofTokens(int tokens) {
    return new TokenContext(tokens);
  }

  /**
   * {@code words:N}: the word of the last token and the N − 1 before it, whole (Toneva &amp; Wehbe
   * 2019). The first words of a text see what there is.
   */
  static ContextPolicy ofWords(int words) {
    return new WordContext(words);
  }

  /**
   * Reads a policy.
   *
   * @throws IllegalArgumentException if it is none
   */
  static ContextPolicy parse(String text) {
    if (text.equals(FullContext.NAME)) {
      return full();
    }
    Matcher matcher = Pattern.compile("(tokens|words):([1-9][0-9]{0,7})").matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected tokens:N, words:N or full, N from 1 to 99999999; found " + text);
    }
    int size = Integer.parseInt(matcher.group(2));
    return matcher.group(1).equals("tokens") ? ofTokens(size) : ofWords(size);
  }

  /** Tokens every window holds; 0 where that differs from window to window. */
  int tokens();

  /** The smallest e that has a window. */
  int firstEnd();

  /** Index of the first word that has a window; the number of words if none has. */
  int firstWord(TokenizedText text);

  /**
   * Index of the first token of the window that ends before token {@code end}.
   *
   * @param end at least {@link #firstEnd}
   * @param maxPositions M, the longest sequence the model reads
   */
  int begin(TokenizedText text, int end, int maxPositions);
}
