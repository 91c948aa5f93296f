package org.entrain.models.gated;

import ai.djl.ndarray.NDArray;
import org.entrain.models.layers.Activation;
import org.entrain.models.layers.Attention;
import org.entrain.models.layers.Block;
import org.entrain.models.layers.Frame;
import org.entrain.models.layers.Linear;
import org.entrain.models.layers.RmsNorm;
import org.entrain.models.layers.Weights;

/**
 * One block: z = x + attention(norm₁ x), y = z + down(act(gate n) · up n) with n = norm₂ z (Shazeer
 * 2020, SwiGLU).
 */
record GatedBlock(
    RmsNorm attentionNorm,
    RmsNorm mlpNorm,
    Linear query,
    Linear key,
    Linear value,
    Linear output,
    Linear gate,
    Linear up,
    Linear down,
    Attention attention,
    Activation activation)
    implements Block {

  static GatedBlock of(GatedConfig config, Weights weights, String prefix) {
    return new GatedBlock(
        RmsNorm.of(weights, prefix + "input_layernorm", config.epsilon()),
        RmsNorm.of(weights, prefix + "post_attention_layernorm", config.epsilon()),
        Linear.of(weights, prefix + "self_attn.q_proj"),
        Linear.of(weights, prefix + "self_attn.k_proj"),
        Linear.of(weights, prefix + "self_attn.v_proj"),
        Linear.of(weights, prefix + "self_attn.o_proj"),
        Linear.of(weights, prefix + "mlp.gate_proj"),
        Linear.of(weights, prefix + "mlp.up_proj"),
        Linear.of(weights, prefix + "mlp.down_proj"),
        Attention.of(config.common().heads(), config.keyValueHeads(), config.headSize()),
        config.activation());
  }

  @Override
  public NDArray apply(NDArray x, Frame frame) {
    NDArray normed = attentionNorm.apply(x);
    NDArray attended =
        attention.apply(
            frame.last(query::apply, normed),
            frame.all(key::apply, normed),
            frame.all(value::apply, normed),
            frame.positions());
    NDArray middle = output.apply(attended).addi(frame.last(rows -> rows, x));
    NDArray mlpInput = mlpNorm.apply(middle);
    NDArray gated = activation.apply(gate.apply(mlpInput)).muli(up.apply(mlpInput));
    return down.apply(gated).addi(middle);
  }
}
