package org.entrain.models;

/**
 * What every architecture's {@code config.json} says, under one set of names.
 *
 * @param architecture {@code model_type}, such as {@code gpt_neox}
 * @param layers number of transformer blocks L; hidden states are numbered 0 (embedding) … L
 * @param hiddenSize H, floats of one hidden state
 * @param heads attention heads of the queries
 * @param vocabularySize rows of the embedding; token ids are smaller
 * @param maxPositions longest context the checkpoint was made for, in tokens
 */
public record CheckpointConfig(
    String architecture,
    int layers,
    int hiddenSize,
    int heads,
    int vocabularySize,
    int maxPositions) {

  /**
   * Size of a head where heads divide the hidden size.
   *
   * @throws org.entrain.common.InvalidInputException if they do not
   */
  public int evenHeadSize(ConfigFile file) {
    if (hiddenSize % heads != 0) {
      String key = file.key("hidden_size", "n_embd");
      throw file.refuse(key, "a multiple of " + heads + " heads", "" + hiddenSize);
    }
    return hiddenSize / heads;
  }

  /**
   * Reads the keys that all supported architectures share, under their names of today or those of
   * GPT-2; bounds keep sizes from overflowing.
   */
  public static CheckpointConfig read(String architecture, ConfigFile file) {
    file.requireFlag(true, "is_causal");
    return new CheckpointConfig(
        architecture,
        file.integer(1, 1000, "num_hidden_layers", "n_layer"),
        file.integer(1, 1 << 17, "hidden_size", "n_embd"),
        file.integer(1, 1 << 12, "num_attention_heads", "n_head"),
        file.integer(1, 1 << 24, "vocab_size"),
        file.integer(1, 1 << 24, "max_position_embeddings", "n_positions", "n_ctx"));
  }
}
