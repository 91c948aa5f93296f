package org.entrain.models.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Cosines, signed sines and the causal mask of a context of T tokens.
 *
 * <p>Rotary positions (Su et al. 2021, RoFormer) in the half-rotation layout: for dimension j of
 * the first half, angle(p, j) = p · θ^(−2j/d), and (a, b) becomes (a cos − b sin, b cos + a sin),
 * where a and b are the halves of the rotated dimensions. Angles are products of float32 values, as
 * in PyTorch, because a float64 angle differs visibly at large positions.
 *
 * @param cos [T, d], both halves alike
 * @param sin [T, d], negative in the first half
 * @param mask [T, T], 0 where the key is not later than the query, else −∞
 */
public record Positions(NDArray cos, NDArray sin, NDArray mask) {

  public static Positions of(NDManager manager, int context, int dimensions, double base) {
    float[] cos = new float[context * dimensions];
    float[] sin = new float[context * dimensions];
    int half = dimensions / 2;
    for (int j = 0; j < half; j++) {
      float frequency = 1f / (float) Math.pow(base, 2 * j / (double) dimensions);
      for (int p = 0; p < context; p++) {
        float angle = p * frequency;
        int first = p * dimensions + j;
        cos[first] = (float) Math.cos(angle);
        cos[first + half] = cos[first];
        sin[first + half] = (float) Math.sin(angle);
        sin[first] = -sin[first + half];
      }
    }
    Shape shape = new Shape(context, dimensions);
    return new Positions(
        manager.create(cos, shape), manager.create(sin, shape), causalMask(manager, context));
  }

  /** The last position alone, in the manager of {@code owner}. */
  Positions last(NDArray owner) {
    Positions last = new Positions(cos.get("-1:"), sin.get("-1:"), mask.get("-1:"));
    last.cos.attach(owner.getManager());
    last.sin.attach(owner.getManager());
    last.mask.attach(owner.getManager());
    return last;
  }

  private static NDArray causalMask(NDManager manager, int context) {
    float[] mask = new float[context * context];
    for (int query = 0; query < context; query++) {
      for (int key = query + 1; key < context; key++) {
        mask[query * context + key] = Float.NEGATIVE_INFINITY;
      }
    }
    return manager.create(mask, new Shape(context, context));
  }
}
