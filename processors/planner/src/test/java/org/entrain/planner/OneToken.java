package org.entrain.planner;

import java.util.List;
import org.entrain.models.TokenizedText;
import org.entrain.models.text.ContextPolicy;
import org.entrain.models.text.Representation;

/** The smallest planning: a story of three words, a token each, and a task for every window. */
final class OneToken {

  static final TextTokenizer TOKENIZER =
      (location, words) -> new TokenizedText(new int[] {0, 1, 2}, new int[] {1, 2, 3});

  private OneToken() {}

  /**
   * @param layers hidden states; empty: all
   */
  static PlannerSettings settings(List<Integer> layers) {
    return new PlannerSettings(
        ContextPolicy.parse("tokens:1"),
        Representation.LAST,
        layers,
        List.of(0),
        WordAssignment.CONTAINING,
        0,
        1);
  }
}
