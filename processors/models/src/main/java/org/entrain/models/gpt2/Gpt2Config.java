package org.entrain.models.gpt2;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.entrain.models.CheckpointConfig;
import org.entrain.models.ConfigFile;
import org.entrain.models.layers.Activation;
import org.entrain.models.layers.Attention;

/**
 * What a GPT-2 {@code config.json} says; a missing optional key has the value that the transformers
 * library gives it. {@code reorder_and_upcast_attn} changes nothing in float32 and is not read.
 *
 * @param inner size of the MLP's hidden layer
 * @param epsilon ε of the layer norms
 * @param activation of the MLP
 * @param scaled whether scores are divided by the root of the head size
 * @param scaledByLayer whether scores of block l, from 1, are divided by l
 * @param tied whether the head is the embedding
 */
record Gpt2Config(
    CheckpointConfig common,
    int inner,
    double epsilon,
    Activation activation,
    boolean scaled,
    boolean scaledByLayer,
    boolean tied) {

  static final String MODEL_TYPE = "gpt2";

  static Gpt2Config read(ConfigFile file) {
    CheckpointConfig common = CheckpointConfig.read(MODEL_TYPE, file);
    common.evenHeadSize(file);
    file.requireFlag(false, "add_cross_attention");
    return new Gpt2Config(
        common,
        file.integerOr(4 * common.hiddenSize(), 1, 1 << 20, "n_inner"),
        file.positiveOr(1e-5, "layer_norm_epsilon"),
        Activation.named(file.choiceOr("gelu_new", Activation.names(), "activation_function")),
        file.flagOr(true, "scale_attn_weights"),
        file.flagOr(false, "scale_attn_by_inverse_layer_idx"),
        file.flagOr(true, "tie_word_embeddings"));
  }

  /**
   * @param layer 0 … L-1
   */
  Attention attention(int layer) {
    int headSize = common.hiddenSize() / common.heads();
    double scale = scaled ? 1 / Math.sqrt(headSize) : 1;
    return new Attention(
        common.heads(),
        common.heads(),
        headSize,
        (float) (scaledByLayer ? scale / (layer + 1) : scale));
  }

  SortedMap<String, String> settings() {
    return new TreeMap<>(
        Map.of(
            "architecture", MODEL_TYPE,
            "heads", "" + common.heads(),
            "epsilon", "" + epsilon,
            "activation", activation.name(),
            "scaled", "" + scaled,
            "scaled.by.layer", "" + scaledByLayer,
            "tied", "" + tied));
  }
}
