package org.entrain.models.opt;

import ai.djl.ndarray.NDArray;
import org.entrain.models.layers.Block;
import org.entrain.models.layers.Frame;
import org.entrain.models.layers.Mlp;
import org.entrain.models.layers.Norm;
import org.entrain.models.layers.SelfAttention;

/** z = norm₁(x + attention(x)), y = norm₂(z + MLP(z)) (Vaswani et al. 2017). */
record PostNormBlock(SelfAttention attention, Norm attentionNorm, Mlp mlp, Norm mlpNorm)
    implements Block {

  @Override
  public NDArray apply(NDArray x, Frame frame) {
    NDArray attended = attention.apply(x, frame).addi(frame.last(rows -> rows, x));
    NDArray middle = attentionNorm.apply(attended);
    return mlpNorm.apply(mlp.apply(middle).addi(middle));
  }
}
