package org.entrain.models.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.function.UnaryOperator;

/**
 * Embeddings of tokens plus embeddings of positions.
 *
 * @param tokens [vocabulary, E]
 * @param projection of a token's embedding, [..., E] to [..., H]; gives its argument where E = H
 * @param positions [first + positions, H]
 * @param first row of the first position
 */
public record LearnedStem(
    NDArray tokens, UnaryOperator<NDArray> projection, NDArray positions, int first)
    implements Stem {

  @Override
  public NDArray embed(NDArray ids) {
    long end = first + ids.getShape().get(1);
    NDArray rows = ids.getManager().arange(first, end, 1, DataType.INT64);
    return projection.apply(Stem.lookUp(ids, tokens)).addi(Stem.lookUp(rows, positions));
  }

  @Override
  public boolean positionless() {
    return false;
  }
}
