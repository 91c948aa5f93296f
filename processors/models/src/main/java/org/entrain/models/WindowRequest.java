package org.entrain.models;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The arguments of {@link LanguageModel#run}, checked. */
record WindowRequest(int[] windows, int batch, int context, int[] layers, int[] nextTokens) {

  void check(CheckpointConfig config) {
    require(batch >= 1, "batch: %d < 1", batch);
    require(context >= 1, "context: %d < 1", context);
    require(
        context <= config.maxPositions(),
        "context is longer than the model's positions: %d > %d",
        context,
        config.maxPositions());
    require(
        windows.length == (long) batch * context,
        "window tokens: %d != %d",
        windows.length,
        (long) batch * context);
    require(nextTokens.length == batch, "next tokens: %d != %d", nextTokens.length, batch);
    for (int id : windows) {
      require(id >= 0 && id < config.vocabularySize(), "token id %d of %d", id, vocabulary(config));
    }
    for (int id : nextTokens) {
      require(
          id >= -1 && id < config.vocabularySize(), "next token %d of %d", id, vocabulary(config));
    }
    for (int layer : layers) {
      require(layer >= 0 && layer <= config.layers(), "layer %d of %d", layer, config.layers());
    }
  }

  /** Number of blocks that must run. */
  int topLayer(int allLayers) {
    return wantsLogProbabilities() ? allLayers : Arrays.stream(layers).max().orElse(0);
  }

  boolean wantsLogProbabilities() {
    return Arrays.stream(nextTokens).anyMatch(id -> id >= 0);
  }

  int[] predictedWindows() {
    return IntStream.range(0, batch).filter(window -> nextTokens[window] >= 0).toArray();
  }

  /** Embeddings take 64-bit ids. */
  long[] ids() {
    return Arrays.stream(windows).asLongStream().toArray();
  }

  private static int vocabulary(CheckpointConfig config) {
    return config.vocabularySize();
  }

  private static void require(boolean condition, String message, Object... values) {
    if (!condition) {
      throw new IllegalArgumentException(message.formatted(values));
    }
  }
}
