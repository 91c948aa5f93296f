package org.entrain.models.text;

import org.entrain.models.TokenizedText;

/**
 * All of the text up to the model's limit of M tokens. A longer text is read in segments of M
 * tokens that begin M/2 apart; a token is read in the first segment that holds it, where it sees
 * more than M/2 tokens (all, near the text's beginning) and at most M.
 *
 * <p>Sliding the window token by token would see M tokens everywhere, but costs one pass a token
 * instead of one a segment. Keeping keys and values while they slide out of reach costs less, but
 * states then depend on tokens beyond M, which no model was trained for, and is impossible where
 * positions are learned.
 */
record FullContext() implements ContextPolicy {

  static final String NAME = "full";

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
    int hop = Math.max(1, maxPositions / 2);
    int beyond = Math.max(0, end - maxPositions);
    return (beyond + hop - 1) / hop * hop;
  }

  @Override
  public String toString() {
    return NAME;
  }
}
