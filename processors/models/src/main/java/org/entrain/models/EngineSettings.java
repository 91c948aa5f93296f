package org.entrain.models;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Settings of the DJL engine. They are system properties that DJL reads once, when it loads the
 * native library, so they are set here, before the first call, and nowhere else.
 */
final class EngineSettings {

  static final String ENGINE = "PyTorch";

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
  static void start(int threads) {
    stayOffline();
    System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
    // One forward pass at a time: a second pool would only take the first one's cores.
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    // Concerns traced modules only; these networks are composed of single operations.
    System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
    Engine.getEngine(ENGINE);
    if (JniUtils.getNumThreads() != threads) {
      throw new IllegalStateException(
          "PyTorch runs with %d threads already; %d asked"
              .formatted(JniUtils.getNumThreads(), threads));
    }
  }
}
