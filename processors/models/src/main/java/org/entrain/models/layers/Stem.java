package org.entrain.models.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.SparseFormat;

/** Turns token ids into hidden state 0. */
public interface Stem {

  /**
   * @param ids [sequences, length], int64; any [1, n] where the stem is positionless
   * @return [sequences, length, H], of the manager of {@code ids}
   */
  NDArray embed(NDArray ids);

  /** Whether a row depends on its token alone, wherever it stands in the sequence. */
  boolean positionless();

  /** Rows of a table of embeddings, [vocabulary, H], without positions. */
  static Stem of(NDArray table) {
    return new Stem() {
      @Override
      public NDArray embed(NDArray ids) {
        return lookUp(ids, table);
      }

      @Override
      public boolean positionless() {
        return true;
      }
    };
  }

  /** Rows of a table for ids of any shape. */
  static NDArray lookUp(NDArray ids, NDArray table) {
    return ids.getNDArrayInternal().embedding(ids, table, SparseFormat.DENSE).get(0);
  }
}
