package org.entrain.bench.cost;

/**
 * Shape of a model of Pythia's architecture.
 *
 * @param name for people
 * @param blocks transformer blocks, L; it has L + 1 hidden states
 * @param hidden width, H
 * @param vocabulary rows of the embedding
 * @param batch windows of a forward pass
 */
record ModelShape(String name, int blocks, int hidden, int vocabulary, int batch) {

  /** Bytes of a float32. */
  static final int FLOAT = 4;

  /** The weights of a block over H²: 3 of queries, keys and values, 1 of their output, 8 of MLP. */
  private static final int BLOCK = 12;

  /** Of these, in the first block, all but the attention's output depend on the token alone. */
  private static final int BY_TOKEN = 11;

  /** Of these, in the last block, keys and values are needed at every position. */
  private static final int KEYS_VALUES = 2;

  /** Weights: blocks without biases and norms, embedding and head. */
  double parameters() {
    return (double) BLOCK * blocks * hidden * hidden + 2.0 * vocabulary * hidden;
  }

  /**
   * Floating-point operations of one window of {@code window} tokens, 2 per weight and position,
   * less what is saved: the first block's products once per different token of a pass (of windows
   * that follow each other, {@code batch + window} of them), the last block's for the last position
   * alone but for keys and values, and the head's for the last position.
   */
  double flops(int window) {
    double square = (double) hidden * hidden;
    double distinct = Math.min(1, (double) (batch + window) / batch / window);
    double first = window + BY_TOKEN * window * distinct;
    double last = KEYS_VALUES * window + (BLOCK - KEYS_VALUES);
    double middle = (double) (blocks - 2) * BLOCK * window;
    double attention = 2.0 * blocks * window * window * hidden;
    return 2 * square * (first + middle + last) + 2 * attention + 2.0 * hidden * vocabulary;
  }

  /** Values that pass through norms, activations and attention in one window: tokens × L × H. */
  double elements(int window) {
    return (double) window * blocks * hidden;
  }
}
