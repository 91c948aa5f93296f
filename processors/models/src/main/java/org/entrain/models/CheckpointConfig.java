package org.entrain.models;

/**
 * What every architecture's {@code config.json} says, under one set of names.
 *
 * @param architecture {@code model_type}: {@code gpt_neox} or {@code llama}
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

  /** Reads the keys that all supported architectures share; bounds keep sizes from overflowing. */
  public static CheckpointConfig read(String architecture, ConfigFile file) {
    return new CheckpointConfig(
        architecture,
        file.integer(1, 1000, "num_hidden_layers"),
        file.integer(1, 1 << 17, "hidden_size"),
        file.integer(1, 1 << 12, "num_attention_heads"),
        file.integer(1, 1 << 24, "vocab_size"),
        file.integer(1, 1 << 24, "max_position_embeddings"));
  }
}
