package org.entrain.models.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;

/**
 * Causal scaled dot-product attention with rotary positions: softmax(q kᵀ / √d + mask) v per head
 * (Vaswani et al. 2017). Several query heads may share a key-value head (Ainslie et al. 2023); they
 * are laid side by side as rows, so that keys and values are never copied.
 *
 * @param heads query heads
 * @param keyValueHeads a divisor of {@code heads}
 * @param headSize d, dimensions of a head
 * @param rotary leading dimensions of a head that are rotated; even
 */
public record Attention(int heads, int keyValueHeads, int headSize, int rotary) {

  /**
   * @param query [batch, rows, heads·d], rows = context, or 1 for the last position alone
   * @param key [batch, context, keyValueHeads·d]
   * @param value as key
   * @return [batch, rows, heads·d]
   */
  public NDArray apply(NDArray query, NDArray key, NDArray value, Positions positions) {
    long batch = query.getShape().get(0);
    long rows = query.getShape().get(1);
    long context = key.getShape().get(1);
    int group = heads / keyValueHeads;
    NDArray q = rotate(split(query, heads), rows == context ? positions : positions.last(query));
    NDArray k = rotate(split(key, keyValueHeads), positions);
    NDArray v = split(value, keyValueHeads);
    NDArray scores =
        q.muli((float) (1 / Math.sqrt(headSize)))
            .reshape(batch, keyValueHeads, group * rows, headSize)
            .matMul(k.transpose(0, 1, 3, 2));
    if (rows > 1) {
      // The mask [rows, context] repeats over batch and heads.
      scores = scores.reshape(batch, heads, rows, context).addi(positions.mask());
    }
    return scores
        .softmax(-1)
        .reshape(batch, keyValueHeads, group * rows, context)
        .matMul(v)
        .reshape(batch, heads, rows, headSize)
        .transpose(0, 2, 1, 3)
        .reshape(batch, rows, (long) heads * headSize);
  }

  /** [batch, rows, count·d] to [batch, count, rows, d]. */
  private NDArray split(NDArray x, int count) {
    return x.reshape(x.getShape().get(0), x.getShape().get(1), count, headSize)
        .transpose(0, 2, 1, 3);
  }

  /** Rotates the leading dimensions of [batch, count, rows, d] into a new array. */
  private NDArray rotate(NDArray x, Positions positions) {
    int half = rotary / 2;
    NDList parts = x.split(new long[] {half, rotary}, 3);
    NDArray a = parts.get(0);
    NDArray b = parts.get(1);
    NDArray straight = NDArrays.concat(new NDList(a, b), -1);
    NDArray crossed = NDArrays.concat(new NDList(b, a), -1);
    NDArray rotated = straight.muli(positions.cos()).addi(crossed.muli(positions.sin()));
    return rotary == headSize ? rotated : NDArrays.concat(new NDList(rotated, parts.get(2)), -1);
  }
}
