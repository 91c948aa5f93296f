package org.entrain.models.opt;

import org.entrain.models.layers.Attention;
import org.entrain.models.layers.Block;
import org.entrain.models.layers.LayerNorm;
import org.entrain.models.layers.Linear;
import org.entrain.models.layers.Mlp;
import org.entrain.models.layers.SelfAttention;
import org.entrain.models.layers.SerialBlock;
import org.entrain.models.layers.Weights;

/** Builds one block, with its norms before attention and MLP or after. */
final class OptBlock {

  private OptBlock() {}

  /**
   * @param prefix of the block's tensors
   */
  static Block of(OptConfig config, Weights weights, String prefix) {
    int heads = config.common().heads();
    LayerNorm attentionNorm =
        LayerNorm.of(weights, prefix + "self_attn_layer_norm", OptConfig.EPSILON);
    LayerNorm mlpNorm = LayerNorm.of(weights, prefix + "final_layer_norm", OptConfig.EPSILON);
    SelfAttention attention =
        new SelfAttention(
            Linear.of(weights, prefix + "self_attn.q_proj"),
            Linear.of(weights, prefix + "self_attn.k_proj"),
            Linear.of(weights, prefix + "self_attn.v_proj"),
            Linear.of(weights, prefix + "self_attn.out_proj"),
            Attention.of(heads, heads, config.common().hiddenSize() / heads));
    Mlp mlp =
        new Mlp(
            Linear.of(weights, prefix + "fc1"),
            config.activation(),
            Linear.of(weights, prefix + "fc2"));
    return config.normBefore()
        ? new SerialBlock(attentionNorm, attention, mlpNorm, mlp)
        : new PostNormBlock(attention, attentionNorm, mlp, mlpNorm);
  }
}
