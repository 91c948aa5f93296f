package org.entrain.models.text;

import org.entrain.models.TokenizedText;

/** The last N words, the one under way included. */
record WordContext(int words) implements ContextPolicy {

  WordContext {
    if (words < 1) {
      throw new IllegalArgumentException("words of context: %d < 1".formatted(words));
    }
  }

  @Override
  public int tokens() {
    return 0;
  }

  @Override
  public int firstEnd() {
    return 1;
  }

  @Override
  public int firstWord(TokenizedText text) {
    return text.firstWordWithTokens();
  }

  @Override
  public int begin(TokenizedText text, int end, int maxPositions) {
    return text.wordStart(Math.max(0, text.wordOf(end - 1) - words + 1));
  }

  @Override
  public String toString() {
    return "words:" + words;
  }
}
