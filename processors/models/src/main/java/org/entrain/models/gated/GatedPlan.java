package org.entrain.models.gated;

import java.util.List;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.entrain.models.CheckpointConfig;
import org.entrain.models.NetworkPlan;
import org.entrain.models.Part;
import org.entrain.models.TensorSpec;
import org.entrain.models.TensorSpecs;
import org.entrain.models.layers.Attention;
import org.entrain.models.layers.Block;
import org.entrain.models.layers.Head;
import org.entrain.models.layers.Linear;
import org.entrain.models.layers.RmsNorm;
import org.entrain.models.layers.Rotary;
import org.entrain.models.layers.SelfAttention;
import org.entrain.models.layers.SerialBlock;
import org.entrain.models.layers.Stem;
import org.entrain.models.layers.Weights;

/** The tensors of a checkpoint of this kin under the names that its files give them. */
public record GatedPlan(GatedConfig gated) implements NetworkPlan {

  private static final String PREFIX = "model.";
  private static final String FINAL_NORM = PREFIX + "norm";
  private static final String HEAD = "lm_head.weight";

  private static final Pattern FREQUENCIES =
      Pattern.compile("model\\.(layers\\.\\d+\\.self_attn\\.)?rotary_emb\\.inv_freq");

  @Override
  public CheckpointConfig config() {
    return gated.common();
  }

  @Override
  public Rotary rotary() {
    return gated.rotary();
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
    long inner = gated.inner();
    long queries = (long) config().heads() * gated.headSize();
    long keys = (long) gated.keyValueHeads() * gated.headSize();
    GatedConfig.Biases biases = gated.biases();
    List<TensorSpec> tensors =
        new TensorSpecs(prefix)
            .tensor("input_layernorm.weight", hidden)
            .tensor("post_attention_layernorm.weight", hidden)
            .linear("self_attn.q_proj", queries, hidden, biases.projections())
            .linear("self_attn.k_proj", keys, hidden, biases.projections())
            .linear("self_attn.v_proj", keys, hidden, biases.projections())
            .linear("self_attn.o_proj", hidden, queries, biases.output())
            .linear("mlp.gate_proj", inner, hidden, biases.mlp())
            .linear("mlp.up_proj", inner, hidden, biases.mlp())
            .linear("mlp.down_proj", hidden, inner, biases.mlp())
            .list();
    return new Part<>(tensors, weights -> block(weights, prefix));
  }

  private Block block(Weights weights, String prefix) {
    SelfAttention attention =
        new SelfAttention(
            Linear.of(weights, prefix + "self_attn.q_proj"),
            Linear.of(weights, prefix + "self_attn.k_proj"),
            Linear.of(weights, prefix + "self_attn.v_proj"),
            Linear.of(weights, prefix + "self_attn.o_proj"),
            Attention.of(config().heads(), gated.keyValueHeads(), gated.headSize()));
    GatedMlp mlp =
        new GatedMlp(
            Linear.of(weights, prefix + "mlp.gate_proj"),
            gated.activation(),
            Linear.of(weights, prefix + "mlp.up_proj"),
            Linear.of(weights, prefix + "mlp.down_proj"));
    return new SerialBlock(
        RmsNorm.of(weights, prefix + "input_layernorm", gated.epsilon()),
        attention,
        RmsNorm.of(weights, prefix + "post_attention_layernorm", gated.epsilon()),
        mlp);
  }

  @Override
  public Part<Head> head() {
    TensorSpec output =
        gated.tied()
            ? embedding()
            : TensorSpec.of(HEAD, config().vocabularySize(), config().hiddenSize());
    TensorSpec norm = TensorSpec.of(FINAL_NORM + ".weight", config().hiddenSize());
    return new Part<>(
        List.of(norm, output),
        weights ->
            new Head(
                RmsNorm.of(weights, FINAL_NORM, gated.epsilon()),
                Linear.unbiased(weights, output.name())::apply));
  }

  /** Older files store the rotary frequencies; some store the head although it is tied. */
  @Override
  public boolean ignores(String tensor) {
    return FREQUENCIES.matcher(tensor).matches() || gated.tied() && tensor.equals(HEAD);
  }

  @Override
  public SortedMap<String, String> settings() {
    return gated.settings();
  }

  private TensorSpec embedding() {
    return TensorSpec.of(
        PREFIX + "embed_tokens.weight", config().vocabularySize(), config().hiddenSize());
  }
}
