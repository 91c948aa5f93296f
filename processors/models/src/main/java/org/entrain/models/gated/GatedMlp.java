package org.entrain.models.gated;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;
import org.entrain.models.layers.Activation;
import org.entrain.models.layers.Linear;

/** down(act(gate x) · up x) (Shazeer 2020, SwiGLU). */
record GatedMlp(Linear gate, Activation activation, Linear up, Linear down)
    implements UnaryOperator<NDArray> {

  @Override
  public NDArray apply(NDArray x) {
    return down.apply(activation.apply(gate.apply(x)).muli(up.apply(x)));
  }
}
