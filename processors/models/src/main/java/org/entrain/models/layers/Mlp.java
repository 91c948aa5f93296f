package org.entrain.models.layers;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;

/** down(act(up x)), position by position. */
public record Mlp(Linear up, Activation activation, Linear down) implements UnaryOperator<NDArray> {

  @Override
  public NDArray apply(NDArray x) {
    return down.apply(activation.apply(up.apply(x)));
  }
}
