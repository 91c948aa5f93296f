package org.entrain.models.llama;

import ai.djl.ndarray.NDArray;
import org.entrain.models.layers.Activation;
import org.entrain.models.layers.Attention;
import org.entrain.models.layers.Linear;
import org.entrain.models.layers.Positions;
import org.entrain.models.layers.RmsNorm;
import org.entrain.models.layers.Weights;

/**
 * One block: z = x + attention(norm₁ x), y = z + down(act(gate n) · up n) with n = norm₂ z (Shazeer
 * 2020, SwiGLU).
 */
record LlamaBlock(
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
    Activation activation) {

  static LlamaBlock of(LlamaConfig config, Weights weights, int layer) {
    String block = LlamaPlan.block(layer);
    return new LlamaBlock(
        RmsNorm.of(weights, block + "input_layernorm", config.epsilon()),
        RmsNorm.of(weights, block + "post_attention_layernorm", config.epsilon()),
        Linear.of(weights, block + "self_attn.q_proj"),
        Linear.of(weights, block + "self_attn.k_proj"),
        Linear.of(weights, block + "self_attn.v_proj"),
        Linear.of(weights, block + "self_attn.o_proj"),
        Linear.of(weights, block + "mlp.gate_proj"),
        Linear.of(weights, block + "mlp.up_proj"),
        Linear.of(weights, block + "mlp.down_proj"),
        new Attention(
            config.common().heads(), config.keyValueHeads(), config.headSize(), config.headSize()),
        config.activation());
  }

  NDArray apply(NDArray x, Positions positions, boolean lastOnly) {
    NDArray normed = attentionNorm.apply(x);
    NDArray residual = lastOnly ? x.get(":,-1:") : x;
    NDArray asking = lastOnly ? normed.get(":,-1:") : normed;
    NDArray attended =
        attention.apply(query.apply(asking), key.apply(normed), value.apply(normed), positions);
    NDArray middle = output.apply(attended).addi(residual);
    NDArray mlpInput = mlpNorm.apply(middle);
    NDArray gated = activation.apply(gate.apply(mlpInput)).muli(up.apply(mlpInput));
    return down.apply(gated).addi(middle);
  }
}
