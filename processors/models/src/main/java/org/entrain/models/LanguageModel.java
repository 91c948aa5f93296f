package org.entrain.models;

import java.util.function.BooleanSupplier;

/**
 * A checkpoint that can be run. Several threads may run it at once; close it to free the weights
 * when none does, before closing the {@link LanguageModels} it came from.
 */
public interface LanguageModel extends AutoCloseable {

  CheckpointConfig config();

  /**
   * Computes hidden states and log-probabilities.
   *
   * <p>Layer 0 is the embedding's output and layer l the output of block l; layer L is taken after
   * the final norm. A log-probability is {@code log softmax(head · h_L)[target]}.
   *
   * <p>Only what is asked for is computed: blocks above the highest layer needed are left out, the
   * network's last block runs for the positions wanted only, and the first block computes what
   * depends on a token alone once per different token. None of it changes a result beyond rounding,
   * and which other layers are wanted does not change it at all.
   *
   * @param cancelled asked before every block; true ends the pass
   * @throws IllegalArgumentException if sizes, ids or layers do not fit the configuration
   * @throws java.util.concurrent.CancellationException if cancelled
   * @throws ModelException if a hidden state or log-probability is not finite; names checkpoint,
   *     layer and sequence
   */
  PassOutputs run(Pass pass, BooleanSupplier cancelled);

  /** Runs a pass to its end. */
  default PassOutputs run(Pass pass) {
    return run(pass, () -> false);
  }

  /** Frees the weights; closing twice does nothing. */
  @Override
  void close();
}
