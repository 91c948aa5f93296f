package org.entrain.models.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * (x − mean) / √(variance + ε) · γ + β over the last dimension (Ba et al. 2016), variance with ddof
 * 0.
 *
 * @param gamma [H]
 * @param beta [H]
 * @param epsilon ε
 */
public record LayerNorm(NDArray gamma, NDArray beta, float epsilon) implements Norm {

  public static LayerNorm of(Weights weights, String name, double epsilon) {
    return new LayerNorm(
        weights.get(name + ".weight"), weights.get(name + ".bias"), (float) epsilon);
  }

  @Override
  public NDArray apply(NDArray x) {
    Shape normalized = gamma.getShape();
    return x.getNDArrayInternal().layerNorm(x, normalized, gamma, beta, epsilon).get(0);
  }
}
