package org.entrain.models.layers;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a block must know of a forward pass: sequences of equal length, how many of the last
 * positions it must give, and the form of its input.
 *
 * <p>The first block's input depends on the token alone where positions are rotary, and windows
 * that overlap repeat each token many times. It then comes as a table with one row per different
 * token; what the block computes position by position is computed per row of the table and spread
 * over the positions afterwards.
 *
 * @param rows last positions that the block gives, 1 … length
 * @param index row of the table of every position, [sequences, length], int64; null where the input
 *     holds the positions themselves
 * @param positions of a sequence
 */
public record Frame(int rows, @Nullable NDArray index, Positions positions) {

  /**
   * Applies a function of single positions to all of them.
   *
   * @param x [sequences, length, n], or the table [1, tokens, n]
   * @return [sequences, length, m]
   */
  public NDArray all(UnaryOperator<NDArray> function, NDArray x) {
    return spread(function.apply(x));
  }

  /** As {@link #all}, for the last rows: [sequences, rows, m]. */
  public NDArray last(UnaryOperator<NDArray> function, NDArray x) {
    return index == null ? function.apply(tail(x)) : tail(spread(function.apply(x)));
  }

  private NDArray spread(NDArray y) {
    if (index == null) {
      return y;
    }
    return Stem.lookUp(index, y.squeeze(0));
  }

  private NDArray tail(NDArray x) {
    return rows == x.getShape().get(1) ? x : x.get(":," + -rows + ":");
  }
}
