package org.entrain.models;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.Map;
import org.entrain.models.layers.Weights;

/** Loads checkpoints into the engine, which starts once per process. Thread-safe. */
public final class LanguageModels implements AutoCloseable {

  private final NDManager manager;

  /**
   * Starts the engine. A forward pass runs on the thread that calls it; to use several cores, run
   * several batches side by side.
   *
   * @throws IllegalStateException if something else has started it with more threads
   */
  public LanguageModels() {
    EngineSettings.start();
    manager = NDManager.newBaseManager(Device.cpu(), EngineSettings.ENGINE);
  }

  /** Loads the weights; float32 ones stay mapped from the file, others are widened. */
  public LanguageModel open(CheckpointFolder folder) {
    NDManager own = manager.newSubManager();
    try {
      Map<String, NDArray> tensors = new HashMap<>();
      TensorLoader loader = new TensorLoader();
      folder
          .tensors()
          .entries()
          .forEach((name, entry) -> tensors.put(name, loader.load(entry, own)));
      return new TransformerModel(folder.config(), folder.plan().build(new Weights(tensors)), own);
    } catch (RuntimeException | Error e) {
      own.close();
      throw e;
    }
  }

  /** Frees everything that is still open. */
  @Override
  public void close() {
    manager.close();
  }
}
