package org.entrain.models.gated;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.entrain.models.CheckpointConfig;
import org.entrain.models.ConfigFile;
import org.entrain.models.RotaryConfig;
import org.entrain.models.layers.Activation;
import org.entrain.models.layers.Rotary;

/**
 * What a {@code config.json} of this kin says; a missing optional key has the value that the
 * transformers library gives it.
 *
 * @param keyValueHeads heads of keys and values; each serves heads / keyValueHeads queries
 * @param headSize dimensions of a head; not always hidden size / heads
 * @param inner size of the MLP's hidden layer
 * @param rotary frequencies of a head's dimensions
 * @param epsilon ε of the norms
 * @param activation of the MLP's gate
 * @param biases which linear layers have one
 * @param tied whether the head is the embedding
 */
public record GatedConfig(
    CheckpointConfig common,
    int keyValueHeads,
    int headSize,
    int inner,
    Rotary rotary,
    double epsilon,
    Activation activation,
    Biases biases,
    boolean tied) {

  private static final String[] ROTARY_SHARE = {
    "rope_parameters.partial_rotary_factor", "partial_rotary_factor"
  };

  /**
   * @param projections of queries, keys and values
   * @param output of the attention's output
   * @param mlp of the gated MLP
   */
  public record Biases(boolean projections, boolean output, boolean mlp) {}

  /** Reads the keys that the kin shares. */
  public static GatedConfig read(String modelType, ConfigFile file, Biases biases) {
    CheckpointConfig common = CheckpointConfig.read(modelType, file);
    int heads = common.heads();
    int keyValueHeads = file.integerOr(heads, 1, heads, "num_key_value_heads");
    if (heads % keyValueHeads != 0) {
      throw file.refuse("num_key_value_heads", "a divisor of " + heads, "" + keyValueHeads);
    }
    int headSize = file.integerOr(common.hiddenSize() / heads, 2, 1 << 12, "head_dim");
    if (headSize < 2 || headSize % 2 != 0) {
      throw file.refuse(
          file.key("head_dim", "hidden_size"),
          "an even number of dimensions for each of %d heads".formatted(heads),
          headSize + " of them");
    }
    double share = file.positiveOr(1, ROTARY_SHARE);
    if (share != 1) {
      throw file.refuse(file.key(ROTARY_SHARE), "1", "" + share);
    }
    return new GatedConfig(
        common,
        keyValueHeads,
        headSize,
        file.integer(1, 1 << 20, "intermediate_size"),
        RotaryConfig.read(file, headSize),
        file.positiveOr(1e-6, "rms_norm_eps"),
        Activation.named(file.choiceOr("silu", Activation.names(), "hidden_act")),
        biases,
        file.flagOr(false, "tie_word_embeddings"));
  }

  SortedMap<String, String> settings() {
    return new TreeMap<>(
        Map.of(
            "architecture", common.architecture(),
            "heads", "" + common.heads(),
            "key.value.heads", "" + keyValueHeads,
            "rotary", Arrays.toString(rotary.frequencies()),
            "epsilon", "" + epsilon,
            "activation", activation.name(),
            "tied", "" + tied));
  }
}
