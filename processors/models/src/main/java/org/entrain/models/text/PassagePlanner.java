package org.entrain.models.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.entrain.common.InvalidInputException;
import org.entrain.models.TokenizedText;

/**
 * Cuts a text into passages that together have every window once. Cuts lie where a new begin
 * follows, so that no sequence is computed twice.
 *
 * @param context how far back windows see
 * @param representation what represents a word
 * @param windowsPerPassage least windows of a passage, the last one excepted
 */
public record PassagePlanner(
    ContextPolicy context, Representation representation, int windowsPerPassage) {

  public PassagePlanner {
    if (windowsPerPassage < 1) {
      throw new IllegalArgumentException("windows per passage: " + windowsPerPassage);
    }
  }

  /** Index of the first word represented; the number of words if none is. */
  public int firstWord(TokenizedText text, int skippedWords) {
    return Math.min(text.wordEnd().length, Math.max(skippedWords, context.firstWord(text)));
  }

  /**
   * Plans a text for a checkpoint.
   *
   * @param skippedWords leading words not represented; their tokens are still predicted
   * @param config the checkpoint's {@code config.json}, for messages
   * @param maxPositions M, its {@code max_position_embeddings}; 0 if unknown
   * @return passages in the order of the text
   * @throws InvalidInputException if no word is left, or a window is longer than M
   */
  public List<Passage> plan(TokenizedText text, int skippedWords, String config, int maxPositions) {
    int first = firstWord(text, skippedWords);
    if (first >= text.wordEnd().length || text.ids().length < context.firstEnd()) {
      throw new InvalidInputException(
          config,
          "context",
          "a context shorter than the text of %d words, %d tokens"
              .formatted(text.wordEnd().length, text.ids().length),
          context + (skippedWords > 0 ? ", %d words skipped".formatted(skippedWords) : ""),
          "Set a shorter context, skip fewer words, or use a longer text.");
    }
    if (maxPositions < 1 && context instanceof FullContext) {
      throw new InvalidInputException(
          config,
          "max_position_embeddings (n_positions)",
          "the longest sequence of the model",
          "nothing",
          "Announce the checkpoint again, or set a context of tokens or words.");
    }
    int[] begins = begins(text, config, maxPositions);
    List<Passage> passages = new ArrayList<>();
    for (int from = 0; from < begins.length; ) {
      int to = (int) Math.min(begins.length, (long) from + windowsPerPassage);
      while (to < begins.length && begins[to] == begins[to - 1]) {
        to++;
      }
      passages.add(passage(text, first, begins, from, to));
      from = to;
    }
    return passages;
  }

  /** Begin in the text of every window: those that end before tokens firstEnd … n. */
  private int[] begins(TokenizedText text, String config, int maxPositions) {
    int firstEnd = context.firstEnd();
    int[] begins = new int[text.ids().length - firstEnd + 1];
    int longest = 0;
    for (int i = 0; i < begins.length; i++) {
      begins[i] = context.begin(text, firstEnd + i, maxPositions);
      longest = Math.max(longest, firstEnd + i - begins[i]);
    }
    if (maxPositions > 0 && longest > maxPositions) {
      throw new InvalidInputException(
          config,
          "max_position_embeddings (n_positions)",
          "at least the %d tokens of the longest window of context %s".formatted(longest, context),
          String.valueOf(maxPositions),
          "Use a shorter context, or full.");
    }
    return begins;
  }

  /** Windows {@code from} … {@code to} − 1 of the text. */
  private Passage passage(TokenizedText text, int firstWord, int[] begins, int from, int to) {
    int firstEnd = context.firstEnd() + from;
    int endAfter = context.firstEnd() + to;
    int slice = begins[from];
    int[] wordEnd = text.wordEnd();
    int[] words =
        IntStream.range(firstWord, wordEnd.length)
            .filter(word -> wordEnd[word] >= firstEnd && wordEnd[word] < endAfter)
            .toArray();
    int[] wordWindows = IntStream.of(words).map(word -> wordEnd[word] - firstEnd).toArray();
    int[] wordTokens = new int[words.length];
    Arrays.setAll(
        wordTokens,
        i -> {
          int seen = wordEnd[words[i]] - begins[from + wordWindows[i]];
          int own = wordEnd[words[i]] - text.wordStart(words[i]);
          return representation == Representation.LAST ? 1 : Math.max(1, Math.min(own, seen));
        });
    return new Passage(
        firstEnd,
        Arrays.copyOfRange(text.ids(), slice, Math.min(endAfter, text.ids().length)),
        firstEnd - slice,
        IntStream.range(from, to).map(window -> begins[window] - slice).toArray(),
        words,
        wordWindows,
        wordTokens);
  }
}
