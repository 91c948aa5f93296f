package org.entrain.models.neox;

import ai.djl.ndarray.NDArray;
import org.entrain.models.layers.Block;
import org.entrain.models.layers.Frame;
import org.entrain.models.layers.Mlp;
import org.entrain.models.layers.Norm;
import org.entrain.models.layers.SelfAttention;

/** y = x + attention(norm₁ x) + MLP(norm₂ x) (Black et al. 2022, parallel residual). */
record ParallelBlock(Norm attentionNorm, SelfAttention attention, Norm mlpNorm, Mlp mlp)
    implements Block {

  @Override
  public NDArray apply(NDArray x, Frame frame) {
    NDArray attended = attention.apply(attentionNorm.apply(x), frame);
    return attended.addi(frame.last(rows -> mlp.apply(mlpNorm.apply(rows)).addi(rows), x));
  }
}
