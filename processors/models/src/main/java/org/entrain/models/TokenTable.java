package org.entrain.models;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of hidden state 0: one per different token where a row depends on its token alone, else
 * one per position. Windows that follow each other word by word repeat nearly all of their tokens.
 *
 * @param tokens id of every row
 * @param shape of the ids: [1, different tokens] or [sequences, length]
 * @param index row of every position; null where rows are positions
 */
record TokenTable(long[] tokens, Shape shape, long @Nullable [] index) {

  static TokenTable of(Pass pass, boolean positionless) {
    int[] all = pass.tokens();
    if (!positionless) {
      return new TokenTable(
          Arrays.stream(all).asLongStream().toArray(),
          new Shape(pass.sequences(), pass.length()),
          null);
    }
    Map<Integer, Integer> rowOf = new HashMap<>();
    long[] tokens = new long[all.length];
    long[] index = new long[all.length];
    for (int position = 0; position < all.length; position++) {
      int fresh = rowOf.size();
      int row = rowOf.computeIfAbsent(all[position], id -> fresh);
      tokens[row] = all[position];
      index[position] = row;
    }
    return new TokenTable(Arrays.copyOf(tokens, rowOf.size()), new Shape(1, rowOf.size()), index);
  }

  /** Row of a position. */
  long row(int position) {
    return index == null ? position : index[position];
  }
}
