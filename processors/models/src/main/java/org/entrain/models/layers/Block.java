package org.entrain.models.layers;

import ai.djl.ndarray.NDArray;

/** One transformer block. */
@FunctionalInterface
public interface Block {

  /**
   * Computes the hidden states of a frame's last rows, with keys and values of all positions.
   *
   * @param x the layer below, as the frame says; not modified
   * @return [sequences, rows, H], of the manager of {@code x}
   */
  NDArray apply(NDArray x, Frame frame);
}
