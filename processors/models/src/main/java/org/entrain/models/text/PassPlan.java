package org.entrain.models.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.entrain.models.Pass;

/**
 * One forward pass of a passage, and where its outputs belong.
 *
 * @param pass the pass
 * @param words per state the word's index in the passage
 * @param scored per predictor the window
 * @param windows windows that end in its sequences
 */
record PassPlan(Pass pass, int[] words, int[] scored, int windows) {

  /** Tokens of a pass of several sequences; more of them bring nothing but memory. */
  private static final int MOST_TOKENS = 4096;

  /** Windows {@code from} … {@code to} − 1 of a passage, which begin together. */
  private record Sequence(int begin, int length, int from, int to) {}

  /**
   * The passes of a passage. Windows that begin together are one sequence, and sequences of equal
   * length share a pass, in the order of the text; long passes come first, so that threads end
   * together.
   *
   * @param batch most sequences of a pass
   */
  static List<PassPlan> of(Passage passage, int[] layers, int batch) {
    SortedMap<Integer, List<Sequence>> byLength = new TreeMap<>(Comparator.reverseOrder());
    for (int from = 0; from < passage.windows(); ) {
      int to = from + 1;
      int begin = passage.begins()[from];
      while (to < passage.windows() && passage.begins()[to] == begin) {
        to++;
      }
      int length = passage.firstLength() + to - 1 - begin;
      byLength
          .computeIfAbsent(length, any -> new ArrayList<>())
          .add(new Sequence(begin, length, from, to));
      from = to;
    }
    List<PassPlan> plans = new ArrayList<>();
    byLength.forEach(
        (length, sequences) -> {
          int most = Math.max(1, Math.min(batch, MOST_TOKENS / length));
          for (int i = 0; i < sequences.size(); i += most) {
            List<Sequence> some = sequences.subList(i, Math.min(i + most, sequences.size()));
            plans.add(plan(passage, layers, some));
          }
        });
    return plans;
  }

  private static PassPlan plan(Passage passage, int[] layers, List<Sequence> sequences) {
    int length = sequences.get(0).length();
    int[] tokens = new int[sequences.size() * length];
    IntStream.Builder words = IntStream.builder();
    IntStream.Builder states = IntStream.builder();
    IntStream.Builder scored = IntStream.builder();
    IntStream.Builder predictors = IntStream.builder();
    int windows = 0;
    int word = 0;
    for (int s = 0; s < sequences.size(); s++) {
      Sequence sequence = sequences.get(s);
      System.arraycopy(passage.tokens(), sequence.begin(), tokens, s * length, length);
      windows += sequence.to() - sequence.from();
      // Position in the pass of the last token of window 0, had it begun with this sequence.
      int shift = s * length + passage.firstLength() - 1 - sequence.begin();
      for (int window = sequence.from(); window < sequence.to(); window++) {
        if (window < passage.scored()) {
          scored.add(window);
          predictors.add(shift + window);
        }
      }
      for (; word < passage.words().length; word++) {
        int window = passage.wordWindows()[word];
        if (window >= sequence.to()) {
          break;
        }
        if (window >= sequence.from()) {
          words.add(word);
          states.add(shift + window);
        }
      }
    }
    int[] chosen = words.build().toArray();
    int[] followed = scored.build().toArray();
    Pass pass =
        new Pass(
            tokens,
            sequences.size(),
            length,
            layers,
            states.build().toArray(),
            IntStream.of(chosen).map(i -> passage.wordTokens()[i]).toArray(),
            predictors.build().toArray(),
            IntStream.of(followed)
                .map(window -> passage.tokens()[passage.firstLength() + window])
                .toArray());
    return new PassPlan(pass, chosen, followed, windows);
  }
}
