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

  /** Mean of the hidden states of the window's last {@code width} tokens, [layers][H]. */
  float[][] states(int end, int width, int[] layers) {
    int length = end - begin(end);
    return run(end, layers, new int[] {length - 1}, new int[] {width}, new int[0]).hidden();
  }

  /** Logarithm of the probability of token {@code end}. */
  double logProbability(int end) {
    int[] target = {text.ids()[end]};
    return run(end, new int[0], new int[0], new int[0], target).logProbabilities()[0];
  }

  private PassOutputs run(int end, int[] layers, int[] states, int[] widths, int[] targets) {
    int[] window = Arrays.copyOfRange(text.ids(), begin(end), end);
    int[] last = targets.length == 0 ? new int[0] : new int[] {window.length - 1};
    return model.run(new Pass(window, 1, window.length, layers, states, widths, last, targets));
  }

  private int size() {
    return Integer.parseInt(policy.substring(policy.indexOf(':') + 1));
  }
}
