package org.entrain.models.layers;

import ai.djl.ndarray.NDArray;

/**
 * A decoder-only transformer in four parts, so that the caller decides which hidden states to keep
 * and when to free memory. Arrays returned belong to the manager of the first array given.
 */
public interface Network {

  /** Embeds ids [batch, context] (int64) as [batch, context, H]. */
  NDArray embed(NDArray ids);

  /**
   * Runs one block.
   *
   * @param layer 0 … L-1
   * @param x [batch, context, H]; not modified
   * @param positions of the same context
   * @param lastOnly compute the output of the last position only, with keys and values of all
   * @return [batch, context, H], or [batch, 1, H] if {@code lastOnly}
   */
  NDArray block(int layer, NDArray x, Positions positions, boolean lastOnly);

  /** The final norm; shape kept. */
  NDArray norm(NDArray x);

  /** Logits of the next token: [rows, H] to [rows, vocabulary]. */
  NDArray logits(NDArray hidden);

  /** Dimensions of a head that are rotated by position; even. */
  int rotaryDimensions();

  /** Base θ of the rotary frequencies. */
  double rotaryBase();
}
