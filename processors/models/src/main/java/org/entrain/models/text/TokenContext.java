package org.entrain.models.text;

import org.entrain.models.TokenizedText;

/** The last C tokens. */
record TokenContext(int tokens) implements ContextPolicy {

  TokenContext {
    if (tokens < 1) {
      throw new IllegalArgumentException("tokens of context: %d < 1".formatted(tokens));
    }
  }

  @Override
  public int firstEnd() {
    return tokens;
  }

  @Override
  public int firstWord(TokenizedText text) {
    return text.firstUsedWord(tokens);
  }

  @Override
  public int begin(TokenizedText text, int end, int maxPositions) {
    return end - tokens;
  }

  @Override
  public String toString() {
    return "tokens:" + tokens;
  }
}
