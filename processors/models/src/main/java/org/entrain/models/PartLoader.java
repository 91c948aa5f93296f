package org.entrain.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.Map;
import org.entrain.models.layers.Product;
import org.entrain.models.layers.Weights;
import org.entrain.models.weights.TensorEntry;

/** Builds parts of a network that stay in memory. The tensors belong to one manager. */
final class PartLoader {

  private final CheckpointTensors stored;
  private final NDManager manager;
  private final Product product;
  private final TensorLoader loader;

  /** What two parts share is loaded once. */
  private final Map<String, NDArray> tensors = new HashMap<>();

  PartLoader(CheckpointTensors stored, NDManager manager, Product product, TensorLoader loader) {
    this.stored = stored;
    this.manager = manager;
    this.product = product;
    this.loader = loader;
  }

  <T> T load(Part<T> part) {
    for (TensorSpec spec : part.tensors()) {
      tensors.computeIfAbsent(spec.name(), name -> load(spec));
    }
    return part.build().apply(new Weights(tensors, product));
  }

  private NDArray load(TensorSpec spec) {
    TensorEntry entry = stored.entry(spec.name());
    return spec.rearranged() ? loader.copy(entry, manager) : loader.load(entry, manager);
  }
}
