package org.entrain.models.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Cosines and sines of a sequence of T tokens, and a causal mask for a block of its queries.
 *
 * <p>Rotary positions in the half-rotation layout: with a and b the halves of the rotated
 * dimensions, (a, b) becomes (a cos − b sin, b cos + a sin) at angle p · f(j). Angles are products
 * of float32 values, as in PyTorch.
 *
 * @param cos [T, 1, d/2]; the middle dimension is that of heads
 * @param sin as cos
 * @param mask [b, b], b = min(T, {@value #MOST_ROWS}), 0 where the key is not later than the query,
 *     else −∞; a block of queries against the keys of the same positions
 */
public record Positions(NDArray cos, NDArray sin, NDArray mask) {

  /** Queries of a block, so that the mask of a long sequence stays small. */
  static final int MOST_ROWS = 512;

  public static Positions of(NDManager manager, int length, Rotary rotary) {
    float[] frequencies = rotary.frequencies();
    int half = frequencies.length;
    float[] cos = new float[length * half];
    float[] sin = new float[length * half];
    for (int p = 0; p < length; p++) {
      for (int j = 0; j < half; j++) {
        float angle = p * frequencies[j];
        cos[p * half + j] = (float) Math.cos(angle);
        sin[p * half + j] = (float) Math.sin(angle);
      }
    }
    Shape shape = new Shape(length, 1, half);
    return new Positions(
        manager.create(cos, shape),
        manager.create(sin, shape),
        causalMask(manager, Math.min(length, MOST_ROWS)));
  }

  /** The last positions alone, of the manager of {@code owner}. */
  Positions last(long rows, NDArray owner) {
    String tail = -rows + ":";
    Positions last = new Positions(cos.get(tail), sin.get(tail), mask);
    last.cos.attach(owner.getManager());
    last.sin.attach(owner.getManager());
    return last;
  }

  private static NDArray causalMask(NDManager manager, int rows) {
    float[] mask = new float[rows * rows];
    for (int query = 0; query < rows; query++) {
      for (int key = query + 1; key < rows; key++) {
        mask[query * rows + key] = Float.NEGATIVE_INFINITY;
      }
    }
    return manager.create(mask, new Shape(rows, rows));
  }
}
