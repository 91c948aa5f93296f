package org.entrain.models;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.entrain.models.layers.Block;

/** Where a model's blocks are: in memory, or read from the file for each use. Thread-safe. */
@FunctionalInterface
interface Blocks {

  /** Lends block {@code layer} to a function, whose result must not belong to the block. */
  NDArray use(int layer, Function<Block, NDArray> function);

  /** All blocks in memory. */
  static Blocks resident(PartLoader loader, NetworkPlan plan) {
    List<Block> all =
        IntStream.range(0, plan.config().layers())
            .mapToObj(layer -> loader.load(plan.block(layer)))
            .toList();
    return (layer, function) -> function.apply(all.get(layer));
  }
}
