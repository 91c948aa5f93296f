package org.entrain.models.layers;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;

/** down(act(up x)), position by position. */
public record Mlp(Linear up, Activation activation, Linear down) implements UnaryOperator<NDArray> {

  @Override
  public NDArray apply(NDArray x) {
    // The widest arrays of a block: freed at once, their memory serves the next operation.
    try (NDArray inner = up.apply(x);
        NDArray active = activation.apply(inner)) {
      inner.close();
      return down.apply(active);
    }
  }
}
