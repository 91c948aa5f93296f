package org.entrain.models;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import org.entrain.models.layers.Product;

/** Loads checkpoints into the engine, which starts once per process. Thread-safe. */
public final class LanguageModels implements AutoCloseable {

  /** Enough for models of a billion parameters. */
  public static final long USUAL_RESIDENT_BYTES = 5L << 30;

  private final NDManager manager;
  private final long residentBytes;
  private final Product product;

  /** As {@link #LanguageModels(long)}, with {@link #USUAL_RESIDENT_BYTES}. */
  public LanguageModels() {
    this(USUAL_RESIDENT_BYTES);
  }

  /**
   * Starts the engine. A forward pass runs on the thread that calls it; to use several cores, run
   * several batches side by side.
   *
   * @param residentBytes a model whose weights take more than this as float32 keeps only its
   *     embedding and head in memory; every pass reads its blocks one by one from the file
   * @throws IllegalStateException if something else has started it with more threads
   */
  public LanguageModels(long residentBytes) {
    EngineSettings.start();
    manager = NDManager.newBaseManager(Device.cpu(), EngineSettings.ENGINE);
    this.residentBytes = residentBytes;
    product = Products.ofThisMachine();
  }

  /** Loads the weights; float32 ones stay mapped from the file, others are widened. */
  public LanguageModel open(CheckpointFolder folder) {
    NetworkPlan plan = folder.plan();
    PartLoader loader =
        new PartLoader(folder, manager.newSubManager(), product, new TensorLoader());
    try {
      return new TransformerModel(
          folder.directory(),
          plan,
          loader.load(plan.stem()),
          folder.tensors().wideBytes() > residentBytes
              ? Blocks.streamed(loader, plan)
              : Blocks.resident(loader, plan),
          loader.load(plan.head()),
          loader);
    } catch (RuntimeException | Error e) {
      loader.close();
      throw e;
    }
  }

  /** Frees everything that is still open. */
  @Override
  public void close() {
    manager.close();
  }
}
