package org.entrain.models.layers;

import ai.djl.ndarray.NDArray;

/** Normalises the last dimension. */
public interface Norm {

  /** A new array of the same shape; the argument is not modified. */
  NDArray apply(NDArray x);
}
