package org.entrain.models.torch;

import java.util.List;

/**
 * A tensor as a pickle describes it.
 *
 * @param storage that holds its elements
 * @param offset first element in the storage
 * @param shape rows first
 * @param strides elements from one index to the next, per dimension
 */
record View(Storage storage, long offset, List<Long> shape, List<Long> strides) {

  /** Elements, or {@link Long#MAX_VALUE} if no storage could hold them. */
  long elements() {
    try {
      long elements = 1;
      for (long dimension : shape) {
        elements = Math.multiplyExact(elements, dimension);
      }
      return elements;
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  boolean fits() {
    return offset <= storage.elements() && elements() <= storage.elements() - offset;
  }

  /** Whether the elements follow each other in row-major order. */
  boolean isContiguous() {
    long next = 1;
    for (int i = shape.size() - 1; i >= 0; i--) {
      // The stride of a dimension of one index is never used, and torch leaves anything there.
      if (shape.get(i) != 1 && strides.get(i) != next) {
        return elements() == 0;
      }
      next *= shape.get(i);
    }
    return true;
  }
}
