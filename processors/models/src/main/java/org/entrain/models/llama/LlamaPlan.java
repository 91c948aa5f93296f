package org.entrain.models.llama;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.entrain.models.CheckpointConfig;
import org.entrain.models.NetworkPlan;
import org.entrain.models.TensorSpec;
import org.entrain.models.layers.Network;
import org.entrain.models.layers.Weights;

/** The tensors of a LLaMA checkpoint under the names that its files give them. */
record LlamaPlan(LlamaConfig llama) implements NetworkPlan {

  static final String EMBEDDING = "model.embed_tokens.weight";
  static final String FINAL_NORM = "model.norm";
  static final String HEAD = "lm_head.weight";

  static String block(int layer) {
    return "model.layers." + layer + ".";
  }

  @Override
  public CheckpointConfig config() {
    return llama.common();
  }

  @Override
  public List<TensorSpec> tensors() {
    long hidden = config().hiddenSize();
    long queries = (long) config().heads() * llama.headSize();
    long keys = (long) llama.keyValueHeads() * llama.headSize();
    List<TensorSpec> specs = new ArrayList<>();
    specs.add(TensorSpec.of(EMBEDDING, config().vocabularySize(), hidden));
    for (int layer = 0; layer < config().layers(); layer++) {
      String block = block(layer);
      specs.add(TensorSpec.of(block + "input_layernorm.weight", hidden));
      specs.add(TensorSpec.of(block + "post_attention_layernorm.weight", hidden));
      boolean bias = llama.attentionBias();
      linear(specs, block + "self_attn.q_proj", queries, hidden, bias);
      linear(specs, block + "self_attn.k_proj", keys, hidden, bias);
      linear(specs, block + "self_attn.v_proj", keys, hidden, bias);
      linear(specs, block + "self_attn.o_proj", hidden, queries, bias);
      linear(specs, block + "mlp.gate_proj", llama.inner(), hidden, llama.mlpBias());
      linear(specs, block + "mlp.up_proj", llama.inner(), hidden, llama.mlpBias());
      linear(specs, block + "mlp.down_proj", hidden, llama.inner(), llama.mlpBias());
    }
    specs.add(TensorSpec.of(FINAL_NORM + ".weight", hidden));
    if (!llama.tied()) {
      specs.add(TensorSpec.of(HEAD, config().vocabularySize(), hidden));
    }
    return specs;
  }

  /** Older files store the rotary frequencies; some store the head although it is tied. */
  @Override
  public boolean ignores(String tensor) {
    return tensor.endsWith(".inv_freq") || llama.tied() && tensor.equals(HEAD);
  }

  @Override
  public SortedMap<String, String> settings() {
    return llama.settings();
  }

  @Override
  public Network build(Weights weights) {
    return LlamaNetwork.of(llama, weights);
  }

  private static void linear(
      List<TensorSpec> specs, String name, long rows, long columns, boolean bias) {
    specs.add(TensorSpec.of(name + ".weight", rows, columns));
    if (bias) {
      specs.add(TensorSpec.of(name + ".bias", rows));
    }
  }
}
