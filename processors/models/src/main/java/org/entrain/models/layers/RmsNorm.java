package org.entrain.models.layers;

import ai.djl.ndarray.NDArray;

/**
 * x / √(mean(x²) + ε) · γ over the last dimension (Zhang &amp; Sennrich 2019).
 *
 * @param gamma [H]
 * @param epsilon ε
 */
public record RmsNorm(NDArray gamma, float epsilon) implements Norm {

  public static RmsNorm of(Weights weights, String name, double epsilon) {
    return new RmsNorm(weights.get(name + ".weight"), (float) epsilon);
  }

  @Override
  public NDArray apply(NDArray x) {
    NDArray root = x.square().mean(new int[] {-1}, true).addi(epsilon).sqrt();
    return x.div(root).muli(gamma);
  }
}
