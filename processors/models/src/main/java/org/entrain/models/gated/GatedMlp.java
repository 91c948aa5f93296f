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
    try (NDArray gated = gate.apply(x);
        NDArray active = activation.apply(gated);
        NDArray inner = up.apply(x)) {
      return down.apply(active.muli(inner));
    }
  }
}
