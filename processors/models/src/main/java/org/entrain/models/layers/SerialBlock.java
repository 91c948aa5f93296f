package org.entrain.models.layers;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;

/**
 * z = x + attention(norm₁ x), y = z + MLP(norm₂ z): norms come first and each half adds to what it
 * read.
 *
 * @param mlp of single positions; gives a new array
 */
public record SerialBlock(
    Norm attentionNorm, SelfAttention attention, Norm mlpNorm, UnaryOperator<NDArray> mlp)
    implements Block {

  @Override
  public NDArray apply(NDArray x, Frame frame) {
    NDArray attended = attention.apply(attentionNorm.apply(x), frame);
    NDArray middle = attended.addi(frame.last(rows -> rows, x));
    return mlp.apply(mlpNorm.apply(middle)).addi(middle);
  }
}
