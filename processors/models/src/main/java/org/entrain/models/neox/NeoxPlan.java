package org.entrain.models.neox;

import java.util.List;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.entrain.models.CheckpointConfig;
import org.entrain.models.NetworkPlan;
import org.entrain.models.Part;
import org.entrain.models.TensorSpec;
import org.entrain.models.TensorSpecs;
import org.entrain.models.layers.Block;
import org.entrain.models.layers.Head;
import org.entrain.models.layers.LayerNorm;
import org.entrain.models.layers.Linear;
import org.entrain.models.layers.Rotary;
import org.entrain.models.layers.Stem;

/** The tensors of a GPT-NeoX checkpoint under the names that its files give them. */
record NeoxPlan(NeoxConfig neox) implements NetworkPlan {

  private static final String PREFIX = "gpt_neox.";
  private static final String FINAL_NORM = "final_layer_norm";
  private static final String HEAD = "embed_out.weight";
  private static final String HEAD_NEWER = "lm_head.weight";

  /** The causal mask and the rotary frequencies, which older files store. */
  private static final Pattern BUFFERS =
      Pattern.compile(
          "gpt_neox\\.(rotary_emb\\.inv_freq"
              + "|layers\\.\\d+\\.attention\\.(bias|masked_bias|rotary_emb\\.inv_freq))");

  @Override
  public CheckpointConfig config() {
    return neox.common();
  }

  @Override
  public Rotary rotary() {
    return neox.rotary();
  }

  @Override
  public Part<Stem> stem() {
    TensorSpec embedding = embedding();
    return new Part<>(List.of(embedding), weights -> Stem.of(weights.get(embedding.name())));
  }

  @Override
  public Part<Block> block(int layer) {
    String prefix = PREFIX + "layers." + layer + ".";
    long hidden = config().hiddenSize();
    boolean bias = neox.attentionBias();
    TensorSpecs specs =
        new TensorSpecs(prefix)
            .layerNorm("input_layernorm", hidden)
            .layerNorm("post_attention_layernorm", hidden)
            .rearranged("attention.query_key_value.weight", 3 * hidden, hidden)
            .linear("attention.dense", hidden, hidden, bias)
            .linear("mlp.dense_h_to_4h", neox.inner(), hidden, true)
            .linear("mlp.dense_4h_to_h", hidden, neox.inner(), true);
    if (bias) {
      specs.rearranged("attention.query_key_value.bias", 3 * hidden);
    }
    return new Part<>(specs.list(), weights -> NeoxBlock.of(neox, weights, prefix));
  }

  @Override
  public Part<Head> head() {
    TensorSpec output =
        neox.tied()
            ? embedding()
            : TensorSpec.of(HEAD, config().vocabularySize(), config().hiddenSize())
                .orNamed(HEAD_NEWER);
    List<TensorSpec> tensors =
        new TensorSpecs(PREFIX).layerNorm(FINAL_NORM, config().hiddenSize()).add(output).list();
    return new Part<>(
        tensors,
        weights ->
            new Head(
                LayerNorm.of(weights, PREFIX + FINAL_NORM, neox.epsilon()),
                Linear.unbiased(weights, output.name())::apply));
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

  private TensorSpec embedding() {
    return TensorSpec.of(
        PREFIX + "embed_in.weight", config().vocabularySize(), config().hiddenSize());
  }
}
