package org.entrain.models;

/**
 * A checkpoint with its weights in memory. Several threads may run it at once; close it to free the
 * weights when none does, before closing the {@link LanguageModels} it came from.
 */
public interface LanguageModel extends AutoCloseable {

  CheckpointConfig config();

  /**
   * Computes hidden states at the last position of every window, and log-probabilities of the token
   * that follows. All windows have the same length, so nothing is padded.
   *
   * <p>Layer 0 is the embedding's output and layer l the output of block l; layer L is taken after
   * the final norm. A log-probability is {@code log softmax(head · h_L)[next]}.
   *
   * <p>Only what is asked for is computed: blocks above the highest layer needed are left out, and
   * that highest block runs for the last position only. Neither changes a result beyond rounding.
   *
   * @param windows batch × context token ids, row-major; not modified
   * @param batch number of windows, at least 1; 8–32 is fastest
   * @param context tokens of each window, at most {@code config().maxPositions()}
   * @param layers hidden states wanted, each 0 … L, in any order; may be empty
   * @param nextTokens one id per window, or -1 where no log-probability is wanted
   * @throws IllegalArgumentException if sizes, ids or layers do not fit the configuration
   * @throws ModelException if a hidden state or log-probability is not finite; names layer and
   *     window
   */
  WindowOutputs run(int[] windows, int batch, int context, int[] layers, int[] nextTokens);

  /** Frees the weights; closing twice does nothing. */
  @Override
  void close();
}
