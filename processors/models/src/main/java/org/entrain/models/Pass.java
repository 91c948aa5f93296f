package org.entrain.models;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One forward pass: sequences of equal length, so that nothing is padded, and what is wanted of
 * them. A position p is that of token p of {@code tokens}: position p mod length of sequence p /
 * length.
 *
 * @param tokens ids, [sequences · length], row-major
 * @param sequences number of sequences, at least 1
 * @param length tokens of each
 * @param layers hidden states wanted, each 0 … L, in any order; may be empty
 * @param states positions whose hidden states are wanted
 * @param widths per state the number of positions averaged, itself and those before it in the same
 *     sequence; 1 for itself alone
 * @param predictors positions after which a token's log-probability is wanted
 * @param targets that token, per predictor
 */
public record Pass(
    int[] tokens,
    int sequences,
    int length,
    int[] layers,
    int[] states,
    int[] widths,
    int[] predictors,
    int[] targets) {

  /**
   * Wants the last position of every sequence and the tokens that follow.
   *
   * @param nextTokens one id per sequence, or -1 where no log-probability is wanted
   * @throws IllegalArgumentException if there are fewer or more of them than sequences
   */
  public static Pass ofWindows(
      int[] tokens, int sequences, int length, int[] layers, int[] nextTokens) {
    require(nextTokens.length == sequences, "next tokens: %d != %d", nextTokens.length, sequences);
    int[] ends = IntStream.rangeClosed(1, sequences).map(i -> i * length - 1).toArray();
    int[] ones = new int[sequences];
    Arrays.fill(ones, 1);
    int[] followed = IntStream.range(0, sequences).filter(i -> nextTokens[i] >= 0).toArray();
    return new Pass(
        tokens,
        sequences,
        length,
        layers,
        ends,
        ones,
        IntStream.of(followed).map(i -> ends[i]).toArray(),
        IntStream.of(followed).map(i -> nextTokens[i]).toArray());
  }

  /** Refuses what a model cannot compute, with the values. */
  void check(CheckpointConfig config) {
    int vocabulary = config.vocabularySize();
    int positions = config.maxPositions();
    require(sequences >= 1, "sequences: %d < 1", sequences);
    require(length >= 1, "length: %d < 1", length);
    require(length <= positions, "longer than the model's positions: %d > %d", length, positions);
    long size = (long) sequences * length;
    require(tokens.length == size, "tokens: %d != %d", tokens.length, size);
    require(widths.length == states.length, "widths: %d != %d", widths.length, states.length);
    require(
        targets.length == predictors.length,
        "targets: %d != %d",
        targets.length,
        predictors.length);
    requireBelow("token id", tokens, vocabulary);
    requireBelow("target", targets, vocabulary);
    requireBelow("state", states, tokens.length);
    requireBelow("predictor", predictors, tokens.length);
    requireBelow("layer", layers, config.layers() + 1);
    for (int i = 0; i < states.length; i++) {
      int most = states[i] % length + 1;
      require(widths[i] >= 1 && widths[i] <= most, "width %d of %d", widths[i], most);
    }
  }

  /** Number of blocks that must run. */
  int topLayer(int allLayers) {
    int highest = states.length > 0 ? Arrays.stream(layers).max().orElse(0) : 0;
    return predictors.length > 0 ? allLayers : highest;
  }

  /** How many of the last positions of a sequence hold everything wanted; at least 1. */
  int rows() {
    int rows = 1;
    for (int i = 0; i < states.length; i++) {
      rows = Math.max(rows, length - states[i] % length + widths[i] - 1);
    }
    for (int predictor : predictors) {
      rows = Math.max(rows, length - predictor % length);
    }
    return rows;
  }

  /** Row of a position among the last {@code rows} of every sequence. */
  long row(int position, int rows) {
    return (long) (position / length) * rows + position % length - (length - rows);
  }

  private static void requireBelow(String name, int[] values, int bound) {
    for (int value : values) {
      require(value >= 0 && value < bound, "%s %d of %d", name, value, bound);
    }
  }

  private static void require(boolean condition, String message, Object... values) {
    if (!condition) {
      throw new IllegalArgumentException(message.formatted(values));
    }
  }
}
