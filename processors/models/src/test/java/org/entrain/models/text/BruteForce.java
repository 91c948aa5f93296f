package org.entrain.models.text;

import java.util.Arrays;
import org.entrain.models.LanguageModel;
import org.entrain.models.Pass;
import org.entrain.models.PassOutputs;
import org.entrain.models.TokenizedText;

/** Reads a text window by window, as the definitions of the policies say. */
record BruteForce(LanguageModel model, TokenizedText text, String policy) {

  /** First token that the window before token {@code end} holds. */
  int begin(int end) {
    if (policy.startsWith("tokens:")) {
      return end - size();
    }
    if (policy.startsWith("words:")) {
      int word = 0;
      while (text.wordEnd()[word] < end) {
        word++;
      }
      int first = word - size() + 1;
      return first <= 0 ? 0 : text.wordEnd()[first - 1];
    }
    int limit = model.config().maxPositions();
    int begin = 0;
    while (end - begin > limit) {
      begin += limit / 2;
    }
    return begin;
  }

  int firstEnd() {
    return policy.startsWith("tokens:") ? size() : 1;
  }

  /**
   * Reads the window before token {@code end}.
   *
   * @return the mean of the hidden states of its last {@code width} tokens, and the logarithm of
   *     the probability of token {@code end}, where there is one
   */
  PassOutputs read(int end, int width, int[] layers) {
    int[] window = Arrays.copyOfRange(text.ids(), begin(end), end);
    int[] last = {window.length - 1};
    int[] target = end < text.ids().length ? new int[] {text.ids()[end]} : new int[0];
    return model.run(
        new Pass(
            window,
            1,
            window.length,
            layers,
            last,
            new int[] {width},
            Arrays.copyOf(last, target.length),
            target));
  }

  /** Tokens of the word that its window holds, at least 1. */
  int own(int word) {
    int end = text.wordEnd()[word];
    int before = word == 0 ? 0 : text.wordEnd()[word - 1];
    return Math.max(1, Math.min(end - before, end - begin(end)));
  }

  private int size() {
    return Integer.parseInt(policy.substring(policy.indexOf(':') + 1));
  }
}
