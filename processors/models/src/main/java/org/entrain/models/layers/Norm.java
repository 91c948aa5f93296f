package org.entrain.models.layers;

import ai.djl.ndarray.NDArray;

/** Normalises the last dimension. */
@FunctionalInterface
public interface Norm {

  /** An array of the same shape; the argument is not modified. */
  NDArray apply(NDArray x);

  /** Gives its argument, for networks without a final norm. */
  static Norm none() {
    return x -> x;
  }
}
