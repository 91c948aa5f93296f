package org.entrain.models.torch;

import org.entrain.models.weights.ElementType;

/**
 * A block of memory that tensors are views of, as a pickle refers to it.
 *
 * @param key names its data in the file
 * @param type of its elements
 * @param elements how many
 */
record Storage(String key, ElementType type, long elements) {

  /** Bytes and sums of a few of them stay far below 2^63; no file has as many. */
  static final long MOST_ELEMENTS = 1L << 50;

  long bytes() {
    return elements * type.bytes();
  }
}
