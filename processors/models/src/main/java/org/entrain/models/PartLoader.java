package org.entrain.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.Map;
import org.entrain.models.layers.Product;
import org.entrain.models.layers.Weights;
import org.entrain.models.weights.TensorEntry;

/** Builds parts of a network of a folder's tensors. The tensors belong to one manager. */
final class PartLoader implements AutoCloseable {

  private final CheckpointFolder folder;
  private final NDManager manager;
  private final Product product;
  private final TensorLoader loader;

  /** What two parts share is loaded once. */
  private final Map<String, NDArray> tensors = new HashMap<>();

  PartLoader(CheckpointFolder folder, NDManager manager, Product product, TensorLoader loader) {
    this.folder = folder;
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
    TensorEntry entry = folder.tensors().entry(spec.name());
    return spec.rearranged() ? loader.copy(entry, manager) : loader.load(entry, manager);
  }

  /** A loader whose tensors are freed when it is closed. */
  PartLoader fork() {
    return new PartLoader(folder, manager.newSubManager(), product, loader);
  }

  /** For arrays of one run. */
  NDManager scratch() {
    return manager.newSubManager();
  }

  /** Arrays of this loader's own manager. */
  int liveArrays() {
    return manager.getManagedArrays().size();
  }

  @Override
  public void close() {
    manager.close();
  }
}
