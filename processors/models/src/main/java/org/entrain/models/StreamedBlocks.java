package org.entrain.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.entrain.models.layers.Block;
import org.entrain.models.layers.Product;
import org.entrain.models.layers.Weights;

/**
 * Blocks that are read from the file for each use and widened to float32, so that a model needs
 * memory for a few of its blocks only, at most one per thread that runs it.
 *
 * <p>Arrays are kept and filled again: most of the time to read a block into new memory is the
 * kernel's. Nothing is mapped, since a mapping counts as resident until it is collected.
 */
final class StreamedBlocks implements Blocks {

  private final CheckpointTensors tensors;
  private final NetworkPlan plan;
  private final Product product;
  private final NDManager manager;
  private final TensorLoader loader = new TensorLoader();
  private final Semaphore room;

  /** Arrays that no thread uses, by the place of their tensor in a block's list. */
  private final Queue<Map<Integer, NDArray>> idle = new ConcurrentLinkedQueue<>();

  /**
   * @param manager of the arrays that are kept
   * @param most blocks in memory at a time, at least 1; further threads wait
   */
  StreamedBlocks(
      CheckpointTensors tensors, NetworkPlan plan, Product product, NDManager manager, int most) {
    this.tensors = tensors;
    this.plan = plan;
    this.product = product;
    this.manager = manager;
    room = new Semaphore(most, true);
  }

  @Override
  public NDArray use(int layer, Function<Block, NDArray> function) {
    try {
      room.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted before block " + (layer + 1));
    }
    Map<Integer, NDArray> polled = idle.poll();
    Map<Integer, NDArray> kept = polled == null ? new HashMap<>() : polled;
    try (NDManager own = manager.newSubManager()) {
      return function.apply(read(plan.block(layer), kept, own));
    } finally {
      idle.add(kept);
      room.release();
    }
  }

  /**
   * @param kept arrays to fill; those missing are added
   * @param own manager of what the block rearranges, which is freed with it
   */
  private Block read(Part<Block> part, Map<Integer, NDArray> kept, NDManager own) {
    Map<String, NDArray> weights = new HashMap<>();
    for (int i = 0; i < part.tensors().size(); i++) {
      TensorSpec spec = part.tensors().get(i);
      NDArray array =
          spec.rearranged() ? array(spec, own) : kept.computeIfAbsent(i, k -> array(spec, manager));
      loader.fill(array, tensors.entry(spec.name()));
      weights.put(spec.name(), array);
    }
    return part.build().apply(new Weights(weights, product));
  }

  private static NDArray array(TensorSpec spec, NDManager owner) {
    long[] shape = spec.shape().stream().mapToLong(Long::longValue).toArray();
    return owner.create(new Shape(shape), DataType.FLOAT32);
  }
}
