package org.entrain.models.gpt2;

import java.util.List;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.entrain.models.CheckpointConfig;
import org.entrain.models.NetworkPlan;
import org.entrain.models.Part;
import org.entrain.models.TensorSpec;
import org.entrain.models.TensorSpecs;
import org.entrain.models.layers.Block;
import org.entrain.models.layers.Head;
import org.entrain.models.layers.LayerNorm;
import org.entrain.models.layers.LearnedStem;
import org.entrain.models.layers.Linear;
import org.entrain.models.layers.Rotary;
import org.entrain.models.layers.Stem;

/** The tensors of a GPT-2 checkpoint; the original files leave out the prefix of their names. */
record Gpt2Plan(Gpt2Config gpt2) implements NetworkPlan {

  private static final String PREFIX = "transformer.";
  private static final String TOKENS = "wte.weight";
  private static final String POSITIONS = "wpe.weight";
  private static final String FINAL_NORM = "ln_f";
  private static final String HEAD = "lm_head.weight";

  /** The causal mask and its fill value, which older files store. */
  private static final Pattern BUFFERS =
      Pattern.compile("(transformer\\.)?h\\.\\d+\\.attn\\.(bias|masked_bias)");

  @Override
  public CheckpointConfig config() {
    return gpt2.common();
  }

  @Override
  public Rotary rotary() {
    return Rotary.none();
  }

  @Override
  public Part<Stem> stem() {
    List<TensorSpec> tensors =
        specs("")
            .tensor(TOKENS, config().vocabularySize(), config().hiddenSize())
            .tensor(POSITIONS, config().maxPositions(), config().hiddenSize())
            .list();
    return new Part<>(
        tensors,
        weights ->
            new LearnedStem(
                weights.get(PREFIX + TOKENS),
                UnaryOperator.identity(),
                weights.get(PREFIX + POSITIONS),
                0));
  }

  @Override
  public Part<Block> block(int layer) {
    String name = "h." + layer + ".";
    long hidden = config().hiddenSize();
    List<TensorSpec> tensors =
        specs(name)
            .layerNorm("ln_1", hidden)
            .rearranged("attn.c_attn.weight", hidden, 3 * hidden)
            .rearranged("attn.c_attn.bias", 3 * hidden)
            .rearranged("attn.c_proj.weight", hidden, hidden)
            .rearranged("attn.c_proj.bias", hidden)
            .layerNorm("ln_2", hidden)
            .rearranged("mlp.c_fc.weight", hidden, gpt2.inner())
            .rearranged("mlp.c_fc.bias", gpt2.inner())
            .rearranged("mlp.c_proj.weight", gpt2.inner(), hidden)
            .rearranged("mlp.c_proj.bias", hidden)
            .list();
    return new Part<>(tensors, weights -> Gpt2Block.of(gpt2, layer, weights, PREFIX + name));
  }

  @Override
  public Part<Head> head() {
    long hidden = config().hiddenSize();
    long vocabulary = config().vocabularySize();
    TensorSpecs specs = specs("").layerNorm(FINAL_NORM, hidden);
    String output = gpt2.tied() ? PREFIX + TOKENS : HEAD;
    List<TensorSpec> tensors =
        gpt2.tied()
            ? specs.tensor(TOKENS, vocabulary, hidden).list()
            : specs.add(TensorSpec.of(HEAD, vocabulary, hidden)).list();
    return new Part<>(
        tensors,
        weights ->
            new Head(
                LayerNorm.of(weights, PREFIX + FINAL_NORM, gpt2.epsilon()),
                Linear.unbiased(weights, output)::apply));
  }

  @Override
  public boolean ignores(String tensor) {
    return BUFFERS.matcher(tensor).matches() || gpt2.tied() && tensor.equals(HEAD);
  }

  @Override
  public SortedMap<String, String> settings() {
    return gpt2.settings();
  }

  private static TensorSpecs specs(String name) {
    return new TensorSpecs(PREFIX + name, name);
  }
}
