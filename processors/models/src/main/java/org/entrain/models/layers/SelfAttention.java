package org.entrain.models.layers;

import ai.djl.ndarray.NDArray;

/** Attention of a layer to itself, with the linear layers before and after it. */
public record SelfAttention(
    Linear query, Linear key, Linear value, Linear output, Attention attention) {

  /**
   * @param x the normed layer below, as the frame says; not modified
   * @return [sequences, rows, H]
   */
  public NDArray apply(NDArray x, Frame frame) {
    return output.apply(
        attention.apply(
            frame.last(query::apply, x),
            frame.all(key::apply, x),
            frame.all(value::apply, x),
            frame.positions()));
  }
}
