package org.entrain.models.layers;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/** The one operation that takes nearly all of a model's time: y = x Wᵀ + b. Thread-safe. */
@FunctionalInterface
public interface Product {

  /**
   * @param x [..., in]; not modified
   * @param weight [out, in]
   * @param bias [out], or null for none
   * @return a new array [..., out], of the manager of {@code x}
   */
  NDArray apply(NDArray x, NDArray weight, @Nullable NDArray bias);

  /** By the engine itself. */
  static Product ofEngine() {
    return (x, weight, bias) -> x.getNDArrayInternal().linear(x, weight, bias).get(0);
  }
}
