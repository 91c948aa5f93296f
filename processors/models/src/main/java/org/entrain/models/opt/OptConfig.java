package org.entrain.models.opt;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.entrain.models.CheckpointConfig;
import org.entrain.models.ConfigFile;
import org.entrain.models.layers.Activation;

/**
 * What an OPT {@code config.json} says; a missing optional key has the value that the transformers
 * library gives it.
 *
 * @param embeddingSize of a token before it is projected to the hidden size
 * @param inner size of the MLP's hidden layer
 * @param activation of the MLP
 * @param normBefore whether norms come before attention and MLP or after their sums
 * @param finalNorm whether one follows the last block
 * @param bias whether linear layers in blocks have biases
 * @param tied whether the head is the embedding
 */
record OptConfig(
    CheckpointConfig common,
    int embeddingSize,
    int inner,
    Activation activation,
    boolean normBefore,
    boolean finalNorm,
    boolean bias,
    boolean tied) {

  static final String MODEL_TYPE = "opt";

  /** ε of the layer norms, which no key changes. */
  static final double EPSILON = 1e-5;

  static OptConfig read(ConfigFile file) {
    CheckpointConfig common = CheckpointConfig.read(MODEL_TYPE, file);
    common.evenHeadSize(file);
    file.requireFlag(true, "layer_norm_elementwise_affine");
    boolean normBefore = file.flagOr(true, "do_layer_norm_before");
    return new OptConfig(
        common,
        file.integerOr(common.hiddenSize(), 1, 1 << 17, "word_embed_proj_dim"),
        file.integer(1, 1 << 20, "ffn_dim"),
        Activation.named(file.choiceOr("relu", Activation.names(), "activation_function")),
        normBefore,
        normBefore && !file.flagOr(false, "_remove_final_layer_norm"),
        file.flagOr(true, "enable_bias"),
        file.flagOr(true, "tie_word_embeddings"));
  }

  /** Whether embeddings have another size than hidden states. */
  boolean projected() {
    return embeddingSize != common.hiddenSize();
  }

  SortedMap<String, String> settings() {
    return new TreeMap<>(
        Map.of(
            "architecture", MODEL_TYPE,
            "heads", "" + common.heads(),
            "activation", activation.name(),
            "norm.before", "" + normBefore,
            "norm.final", "" + finalNorm,
            "tied", "" + tied));
  }
}
