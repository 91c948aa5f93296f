package org.entrain.models.llama;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.entrain.models.CheckpointConfig;
import org.entrain.models.ConfigFile;
import org.entrain.models.layers.Activation;

/**
 * What a LLaMA {@code config.json} says; a missing optional key has the value that the transformers
 * library gives it.
 *
 * @param keyValueHeads heads of keys and values; each serves heads / keyValueHeads queries
 * @param headSize dimensions of a head; not always hidden size / heads
 * @param inner size of the MLP's hidden layer
 * @param rotaryBase θ of the rotary frequencies
 * @param epsilon ε of the norms
 * @param activation of the MLP's gate
 * @param attentionBias whether the attention's linear layers have biases
 * @param mlpBias whether the MLP's have
 * @param tied whether the head is the embedding
 */
record LlamaConfig(
    CheckpointConfig common,
    int keyValueHeads,
    int headSize,
    int inner,
    double rotaryBase,
    double epsilon,
    Activation activation,
    boolean attentionBias,
    boolean mlpBias,
    boolean tied) {

  static final String MODEL_TYPE = "llama";

  static LlamaConfig read(ConfigFile file) {
    CheckpointConfig common = CheckpointConfig.read(MODEL_TYPE, file);
    int heads = common.heads();
    int keyValueHeads = file.integerOr(heads, 1, heads, "num_key_value_heads");
    if (heads % keyValueHeads != 0) {
      throw file.refuse("num_key_value_heads", "a divisor of " + heads, "" + keyValueHeads);
    }
    int headSize = file.integerOr(common.hiddenSize() / heads, 2, 1 << 12, "head_dim");
    if (headSize < 2 || headSize % 2 != 0) {
      throw file.refuse("head_dim", "an even number", "" + headSize);
    }
    file.requireDefaultRotary();
    double share =
        file.positiveOr(1, "rope_parameters.partial_rotary_factor", "partial_rotary_factor");
    if (share != 1) {
      throw file.refuse("partial_rotary_factor", "1", "" + share);
    }
    return new LlamaConfig(
        common,
        keyValueHeads,
        headSize,
        file.integer(1, 1 << 20, "intermediate_size"),
        file.positiveOr(10_000, "rope_parameters.rope_theta", "rope_theta"),
        file.positiveOr(1e-6, "rms_norm_eps"),
        Activation.named(file.choiceOr("silu", Activation.names(), "hidden_act")),
        file.flagOr(false, "attention_bias"),
        file.flagOr(false, "mlp_bias"),
        file.flagOr(false, "tie_word_embeddings"));
  }

  SortedMap<String, String> settings() {
    return new TreeMap<>(
        Map.of(
            "architecture", MODEL_TYPE,
            "heads", "" + common.heads(),
            "key.value.heads", "" + keyValueHeads,
            "rotary.base", "" + rotaryBase,
            "epsilon", "" + epsilon,
            "activation", activation.name(),
            "tied", "" + tied));
  }
}
