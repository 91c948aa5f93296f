package org.entrain.models.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.List;

/**
 * Causal scaled dot-product attention: softmax(s q kᵀ + mask) v per head (Vaswani et al. 2017), the
 * leading dimensions of q and k rotated by position. Several query heads may share a key-value head
 * (Ainslie et al. 2023); they are laid side by side as rows, so that keys and values are never
 * copied.
 *
 * <p>Queries of long sequences are taken block by block, each against the keys up to its own last
 * position: memory stays bounded and half of the products, those with later keys, fall away.
 *
 * @param heads query heads
 * @param keyValueHeads a divisor of {@code heads}
 * @param headSize d, dimensions of a head
 * @param scale s, 1/√d in most models
 */
public record Attention(int heads, int keyValueHeads, int headSize, float scale) {

  /** Scores in memory at a time; 32 MiB. */
  private static final long MOST_SCORES = 1L << 23;

  /** With the usual scale. */
  public static Attention of(int heads, int keyValueHeads, int headSize) {
    return new Attention(heads, keyValueHeads, headSize, (float) (1 / Math.sqrt(headSize)));
  }

  /**
   * @param query [batch, rows, heads·d], the last rows of each sequence; modified
   * @param key [batch, length, keyValueHeads·d]; modified
   * @param value as key; not modified
   * @return [batch, rows, heads·d]
   */
  public NDArray apply(NDArray query, NDArray key, NDArray value, Positions positions) {
    long scoresOfRow = query.getShape().get(0) * heads * key.getShape().get(1);
    long block = Math.max(1, Math.min(Positions.MOST_ROWS, MOST_SCORES / scoresOfRow));
    return apply(query, key, value, positions, block);
  }

  /**
   * As above, with so many queries at a time.
   *
   * @param block 1 … {@link Positions#MOST_ROWS}
   */
  NDArray apply(NDArray query, NDArray key, NDArray value, Positions positions, long block) {
    long batch = query.getShape().get(0);
    long rows = query.getShape().get(1);
    long length = key.getShape().get(1);
    Positions asked = rows == length ? positions : positions.last(rows, query);
    NDArray q = rotated(query, heads, asked).muli(scale).transpose(0, 2, 1, 3);
    NDArray k = rotated(key, keyValueHeads, positions).transpose(0, 2, 3, 1);
    NDArray v = byHead(value, keyValueHeads).transpose(0, 2, 1, 3);
    NDList mixed = new NDList();
    for (long begin = 0; begin < rows; begin += block) {
      long end = Math.min(rows, begin + block);
      NDArray queries = q.get(new NDIndex(":,:,{}:{}", begin, end));
      mixed.add(attend(queries, k, v, positions.mask(), length - rows + end));
    }
    NDArray all = mixed.size() == 1 ? mixed.head() : NDArrays.concat(mixed, 2);
    return all.transpose(0, 2, 1, 3).reshape(batch, rows, (long) heads * headSize);
  }

  /** Consecutive queries, the last of them at key {@code keys} − 1: [batch, heads, queries, d]. */
  private NDArray attend(NDArray queries, NDArray k, NDArray v, NDArray mask, long keys) {
    NDManager outer = queries.getManager();
    try (NDManager own = outer.newSubManager()) {
      long batch = queries.getShape().get(0);
      long rows = queries.getShape().get(2);
      long group = (long) (heads / keyValueHeads) * rows;
      NDArray seen = k.get(new NDIndex(":,:,:,0:{}", keys));
      NDArray values = v.get(new NDIndex(":,:,0:{}", keys));
      NDArray later = mask.get(new NDIndex("0:{},0:{}", rows, rows));
      List.of(queries, seen, values, later).forEach(array -> array.attach(own));
      NDArray scores =
          queries
              .reshape(batch, keyValueHeads, group, headSize)
              .matMul(seen)
              .reshape(batch, heads, rows, keys);
      // Only keys of the block's own positions can be later than a query.
      scores.get(new NDIndex("...,{}:", keys - rows)).addi(later);
      NDArray mixed =
          scores
              .softmax(-1)
              .reshape(batch, keyValueHeads, group, keys)
              .matMul(values)
              .reshape(batch, heads, rows, headSize);
      mixed.attach(outer);
      return mixed;
    }
  }

  /** [batch, rows, count·d] as [batch, rows, count, d]. */
  private NDArray byHead(NDArray x, int count) {
    return x.reshape(x.getShape().get(0), x.getShape().get(1), count, headSize);
  }

  /** As {@link #byHead}, the leading dimensions rotated in place. */
  private NDArray rotated(NDArray x, int count, Positions positions) {
    NDArray all = byHead(x, count);
    long half = positions.cos().getShape().get(2);
    if (half == 0) {
      return all;
    }
    NDIndex first = new NDIndex("...,0:{}", half);
    NDIndex second = new NDIndex("...,{}:{}", half, 2 * half);
    NDArray a = all.get(first);
    NDArray b = all.get(second);
    NDArray turned = a.mul(positions.cos()).subi(b.mul(positions.sin()));
    NDArray crossed = b.mul(positions.cos()).addi(a.mul(positions.sin()));
    all.set(first, turned);
    all.set(second, crossed);
    return all;
  }
}
