package org.entrain.models.neox;

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
 * What a GPT-NeoX {@code config.json} says; a missing optional key has the value that the
 * transformers library gives it.
 *
 * @param inner size of the MLP's hidden layer
 * @param rotary frequencies of the leading dimensions of a head
 * @param epsilon ε of the layer norms
 * @param activation of the MLP
 * @param parallelResidual whether attention and MLP both read the block's input (Pythia) or the MLP
 *     reads the attention's output
 * @param attentionBias whether the attention's linear layers have biases
 * @param tied whether the head is the embedding
 */
record NeoxConfig(
    CheckpointConfig common,
    int inner,
    Rotary rotary,
    double epsilon,
    Activation activation,
    boolean parallelResidual,
    boolean attentionBias,
    boolean tied) {

  static final String MODEL_TYPE = "gpt_neox";

  private static final String[] ROTARY_SHARE = {
    "rope_parameters.partial_rotary_factor", "partial_rotary_factor", "rotary_pct"
  };

  static NeoxConfig read(ConfigFile file) {
    CheckpointConfig common = CheckpointConfig.read(MODEL_TYPE, file);
    int headSize = common.evenHeadSize(file);
    double share = file.positiveOr(0.25, ROTARY_SHARE);
    int rotated = (int) (headSize * share);
    if (rotated < 2 || rotated > headSize || rotated % 2 != 0) {
      throw file.refuse(
          file.key(ROTARY_SHARE),
          "an even number of dimensions from 2 to " + headSize,
          rotated + " of them");
    }
    return new NeoxConfig(
        common,
        file.integer(1, 1 << 20, "intermediate_size"),
        RotaryConfig.read(file, rotated),
        file.positiveOr(1e-5, "layer_norm_eps"),
        Activation.named(file.choiceOr("gelu", Activation.names(), "hidden_act")),
        file.flagOr(true, "use_parallel_residual"),
        file.flagOr(true, "attention_bias"),
        file.flagOr(false, "tie_word_embeddings"));
  }

  SortedMap<String, String> settings() {
    return new TreeMap<>(
        Map.of(
            "architecture", MODEL_TYPE,
            "heads", "" + common.heads(),
            "rotary", Arrays.toString(rotary.frequencies()),
            "epsilon", "" + epsilon,
            "activation", activation.name(),
            "parallel.residual", "" + parallelResidual,
            "tied", "" + tied));
  }
}
