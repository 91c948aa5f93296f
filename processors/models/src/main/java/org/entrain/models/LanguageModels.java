package org.entrain.models;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
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

  /** As {@link #LanguageModels(long, LongConsumer)}, uncounted. */
  public LanguageModels(long residentBytes) {
    this(residentBytes, operations -> {});
  }

  /**
   * Starts the engine. A forward pass runs on the thread that calls it; to use several cores, run
   * several batches side by side.
   *
   * @param residentBytes a model whose weights take more than this as float32 keeps only its
   *     embedding and head in memory; every pass reads its blocks one by one from the file, and
   *     passes side by side wait where their blocks would take more
   * @param operations told the additions and multiplications of every product with weights, by the
   *     thread that computes it
   * @throws IllegalStateException if something else has started it with more threads
   */
  public LanguageModels(long residentBytes, LongConsumer operations) {
    EngineSettings.start();
    manager = NDManager.newBaseManager(Device.cpu(), EngineSettings.ENGINE);
    this.residentBytes = residentBytes;
    product = Products.ofThisMachine().counted(operations);
  }

  /** As {@link #open(CheckpointFolder, LoadListener)}, unwatched. */
  public LanguageModel open(CheckpointFolder folder) {
    return open(folder, LoadListener.none());
  }

  /**
   * Loads the weights. Float32 ones that the network uses as they are stay mapped from the file;
   * all others are copied, narrow ones widened.
   *
   * @param listener told how far the weights are read; of a model that is read block by block only
   *     the embedding and the head
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public LanguageModel open(CheckpointFolder folder, LoadListener listener) {
    CheckpointTensors tensors = folder.tensors();
    NetworkPlan plan = folder.plan();
    boolean resident = tensors.wideBytes(plan.tensors()) <= residentBytes;
    List<TensorSpec> kept = resident ? plan.tensors() : ends(plan);
    NDManager own = manager.newSubManager();
    PartLoader loader =
        new PartLoader(
            tensors, own, product, new TensorLoader(new LoadProgress(tensors.of(kept), listener)));
    try {
      return new TransformerModel(
          folder.directory(),
          plan,
          loader.load(plan.stem()),
          resident
              ? Blocks.resident(loader, plan)
              : new StreamedBlocks(tensors, plan, product, own, blocksAtATime(tensors, plan)),
          loader.load(plan.head()),
          own);
    } catch (RuntimeException | Error e) {
      own.close();
      throw e;
    }
  }

  private static List<TensorSpec> ends(NetworkPlan plan) {
    Set<TensorSpec> ends = new LinkedHashSet<>(plan.stem().tensors());
    ends.addAll(plan.head().tensors());
    return List.copyOf(ends);
  }

  /** As many as fit beside embedding and head, those with a rearranged copy counted twice. */
  private int blocksAtATime(CheckpointTensors tensors, NetworkPlan plan) {
    List<TensorSpec> block = plan.block(0).tensors();
    List<TensorSpec> rearranged = block.stream().filter(TensorSpec::rearranged).toList();
    long bytes = tensors.wideBytes(block) + tensors.wideBytes(rearranged);
    long room = residentBytes - tensors.wideBytes(ends(plan));
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, room / bytes));
  }

  /** Frees everything that is still open. */
  @Override
  public void close() {
    manager.close();
  }
}
