package org.entrain.models.neox;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.entrain.models.CheckpointConfig;
import org.entrain.models.NetworkPlan;
import org.entrain.models.TensorSpec;
import org.entrain.models.layers.Network;
import org.entrain.models.layers.Weights;

/** The tensors of a GPT-NeoX checkpoint under the names that its files give them. */
record NeoxPlan(NeoxConfig neox) implements NetworkPlan {

  static final String EMBEDDING = "gpt_neox.embed_in.weight";
  static final String FINAL_NORM = "gpt_neox.final_layer_norm";
  static final String HEAD = "embed_out.weight";
  private static final String HEAD_NEWER = "lm_head.weight";

  /** The causal mask and the rotary frequencies, which older files store. */
  private static final Pattern BUFFERS =
      Pattern.compile(".*\\.attention\\.(bias|masked_bias|rotary_emb\\.inv_freq)|.*\\.inv_freq");

  static String block(int layer) {
    return "gpt_neox.layers." + layer + ".";
  }

  @Override
  public CheckpointConfig config() {
    return neox.common();
  }

  @Override
  public List<TensorSpec> tensors() {
    long hidden = config().hiddenSize();
    long inner = neox.inner();
    long vocabulary = config().vocabularySize();
    List<TensorSpec> specs = new ArrayList<>();
    specs.add(TensorSpec.of(EMBEDDING, vocabulary, hidden));
    for (int layer = 0; layer < config().layers(); layer++) {
      String block = block(layer);
      norm(specs, block + "input_layernorm", hidden);
      norm(specs, block + "post_attention_layernorm", hidden);
      boolean bias = neox.attentionBias();
      linear(specs, block + "attention.query_key_value", 3 * hidden, hidden, bias);
      linear(specs, block + "attention.dense", hidden, hidden, bias);
      linear(specs, block + "mlp.dense_h_to_4h", inner, hidden, true);
      linear(specs, block + "mlp.dense_4h_to_h", hidden, inner, true);
    }
    norm(specs, FINAL_NORM, hidden);
    if (!neox.tied()) {
      specs.add(TensorSpec.of(HEAD, vocabulary, hidden).orNamed(HEAD_NEWER));
    }
    return specs;
  }

  @Override
  public boolean ignores(String tensor) {
    boolean tiedHead = neox.tied() && (tensor.equals(HEAD) || tensor.equals(HEAD_NEWER));
    return tiedHead || BUFFERS.matcher(tensor).matches();
  }

  @Override
  public SortedMap<String, String> settings() {
    return neox.settings();
  }

  @Override
  public Network build(Weights weights) {
    return NeoxNetwork.of(neox, weights);
  }

  private static void norm(List<TensorSpec> specs, String name, long size) {
    specs.add(TensorSpec.of(name + ".weight", size));
    specs.add(TensorSpec.of(name + ".bias", size));
  }

  private static void linear(
      List<TensorSpec> specs, String name, long rows, long columns, boolean bias) {
    specs.add(TensorSpec.of(name + ".weight", rows, columns));
    if (bias) {
      specs.add(TensorSpec.of(name + ".bias", rows));
    }
  }
}
