package org.entrain.models.layers;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * y = x Wᵀ + b.
 *
 * @param weight W, [out, in], contiguous
 * @param bias b, [out], or null for none
 * @param product that computes it
 */
public record Linear(NDArray weight, @Nullable NDArray bias, Product product) {

  /** The layer stored as {@code name.weight} and, where the configuration has it, a bias. */
  public static Linear of(Weights weights, String name) {
    return new Linear(
        weights.get(name + ".weight"), weights.find(name + ".bias"), weights.product());
  }

  /** A layer without bias, stored under this very name. */
  public static Linear unbiased(Weights weights, String tensor) {
    return new Linear(weights.get(tensor), null, weights.product());
  }

  /** [..., in] to [..., out]. */
  public NDArray apply(NDArray x) {
    return product.apply(x, weight, bias);
  }
}
