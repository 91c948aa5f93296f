package org.entrain.models.layers;

import ai.djl.ndarray.NDArray;
import java.util.function.LongConsumer;
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

  /**
   * The same product, telling how much it computes.
   *
   * @param operations told the number of additions and multiplications, 2 per weight and row of x
   */
  default Product counted(LongConsumer operations) {
    return (x, weight, bias) -> {
      operations.accept(2 * x.size() * weight.getShape().get(0));
      return apply(x, weight, bias);
    };
  }

  /** By the engine itself. */
  static Product ofEngine() {
    return (x, weight, bias) -> x.getNDArrayInternal().linear(x, weight, bias).get(0);
  }
}
