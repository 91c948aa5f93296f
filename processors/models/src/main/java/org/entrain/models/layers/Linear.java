package org.entrain.models.layers;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * y = x Wᵀ + b.
 *
 * @param weight W, [out, in], in any layout
 * @param bias b, [out], or null for none
 */
public record Linear(NDArray weight, @Nullable NDArray bias) {

  /** The layer stored as {@code name.weight} and, where the configuration has it, a bias. */
  public static Linear of(Weights weights, String name) {
    return new Linear(weights.get(name + ".weight"), weights.find(name + ".bias"));
  }

  /** [..., in] to [..., out]. */
  public NDArray apply(NDArray x) {
    return x.getNDArrayInternal().linear(x, weight, bias).get(0);
  }
}
