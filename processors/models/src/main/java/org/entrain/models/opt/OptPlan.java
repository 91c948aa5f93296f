package org.entrain.models.opt;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
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
import org.entrain.models.layers.Norm;
import org.entrain.models.layers.Rotary;
import org.entrain.models.layers.Stem;
import org.entrain.models.layers.Weights;

/** The tensors of an OPT checkpoint under the names that its files give them. */
record OptPlan(OptConfig opt) implements NetworkPlan {

  private static final String PREFIX = "model.decoder.";
  private static final String PREFIX_OLDER = "decoder.";
  private static final String TOKENS = "embed_tokens.weight";
  private static final String POSITIONS = "embed_positions.weight";
  private static final String FINAL_NORM = "final_layer_norm";
  private static final String HEAD = "lm_head.weight";

  /** The table's first rows belong to no position. */
  private static final int FIRST_POSITION = 2;

  @Override
  public CheckpointConfig config() {
    return opt.common();
  }

  @Override
  public Rotary rotary() {
    return Rotary.none();
  }

  @Override
  public Part<Stem> stem() {
    long hidden = config().hiddenSize();
    TensorSpecs specs =
        specs("")
            .tensor(TOKENS, config().vocabularySize(), opt.embeddingSize())
            .tensor(POSITIONS, (long) FIRST_POSITION + config().maxPositions(), hidden);
    if (opt.projected()) {
      specs.linear("project_in", hidden, opt.embeddingSize(), false);
    }
    return new Part<>(
        specs.list(),
        weights ->
            new LearnedStem(
                weights.get(PREFIX + TOKENS),
                projection(weights, "project_in"),
                weights.get(PREFIX + POSITIONS),
                FIRST_POSITION));
  }

  @Override
  public Part<Block> block(int layer) {
    String name = "layers." + layer + ".";
    long hidden = config().hiddenSize();
    List<TensorSpec> tensors =
        specs(name)
            .linear("self_attn.q_proj", hidden, hidden, opt.bias())
            .linear("self_attn.k_proj", hidden, hidden, opt.bias())
            .linear("self_attn.v_proj", hidden, hidden, opt.bias())
            .linear("self_attn.out_proj", hidden, hidden, opt.bias())
            .layerNorm("self_attn_layer_norm", hidden)
            .linear("fc1", opt.inner(), hidden, opt.bias())
            .linear("fc2", hidden, opt.inner(), opt.bias())
            .layerNorm("final_layer_norm", hidden)
            .list();
    return new Part<>(tensors, weights -> OptBlock.of(opt, weights, PREFIX + name));
  }

  @Override
  public Part<Head> head() {
    TensorSpecs specs = specs("");
    if (opt.finalNorm()) {
      specs.layerNorm(FINAL_NORM, config().hiddenSize());
    }
    if (opt.projected()) {
      specs.linear("project_out", opt.embeddingSize(), config().hiddenSize(), false);
    }
    long vocabulary = config().vocabularySize();
    if (opt.tied()) {
      specs.tensor(TOKENS, vocabulary, opt.embeddingSize());
    } else {
      specs.add(TensorSpec.of(HEAD, vocabulary, opt.embeddingSize()));
    }
    return new Part<>(specs.list(), this::head);
  }

  private Head head(Weights weights) {
    Norm norm =
        opt.finalNorm()
            ? LayerNorm.of(weights, PREFIX + FINAL_NORM, OptConfig.EPSILON)
            : Norm.none();
    UnaryOperator<NDArray> projection = projection(weights, "project_out");
    Linear output = new Linear(weights.get(opt.tied() ? PREFIX + TOKENS : HEAD), null);
    return new Head(norm, rows -> output.apply(projection.apply(rows)));
  }

  /** Between embeddings and hidden states; gives its argument where they have one size. */
  private UnaryOperator<NDArray> projection(Weights weights, String name) {
    return opt.projected() ? Linear.of(weights, PREFIX + name)::apply : UnaryOperator.identity();
  }

  /** Some files store a version, and the head although it is tied. */
  @Override
  public boolean ignores(String tensor) {
    return tensor.equals(PREFIX + "version")
        || tensor.equals(PREFIX_OLDER + "version")
        || opt.tied() && tensor.equals(HEAD);
  }

  @Override
  public SortedMap<String, String> settings() {
    return opt.settings();
  }

  private static TensorSpecs specs(String name) {
    return new TensorSpecs(PREFIX + name, PREFIX_OLDER + name);
  }
}
