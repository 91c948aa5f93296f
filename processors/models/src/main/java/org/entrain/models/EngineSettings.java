package org.entrain.models;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Settings of the DJL engine. They are system properties that DJL reads once, when it loads the
 * native library, so they are set here, before the first call, and nowhere else.
 */
final class EngineSettings {

  static final String ENGINE = "PyTorch";

  private static final int THREADS = 1;

  private EngineSettings() {}

  /** Otherwise DJL calls a cloud provider's metadata address when it starts. */
  static void stayOffline() {
    System.setProperty("ai.djl.offline", "true");
  }

  /**
   * Starts the engine unless it runs already.
   *
   * @throws IllegalStateException if it runs with another number of threads
   */
  static void start() {
    stayOffline();
    // One thread per forward pass; cores are filled with passes side by side. PyTorch's own threads
    // meet at a barrier after every operation, and wait there in a loop: as soon as anything else
    // wants a core, two of them are many times slower than one.
    System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(THREADS));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    // Concerns traced modules only; these networks are composed of single operations.
    System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
    Engine.getEngine(ENGINE);
    if (JniUtils.getNumThreads() != THREADS) {
      throw new IllegalStateException(
          "PyTorch runs with %d threads already; %d asked"
              .formatted(JniUtils.getNumThreads(), THREADS));
    }
  }
}
