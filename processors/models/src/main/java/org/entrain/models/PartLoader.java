package org.entrain.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.Map;
import org.entrain.models.layers.Weights;

/** Builds parts of a network of a folder's tensors. The tensors belong to one manager. */
final class PartLoader implements AutoCloseable {

  private final CheckpointFolder folder;
  private final NDManager manager;
  private final TensorLoader loader;

  /** What two parts share is loaded once. */
  private final Map<String, NDArray> tensors = new HashMap<>();

  PartLoader(CheckpointFolder folder, NDManager manager) {
    this(folder, manager, new TensorLoader());
  }

  private PartLoader(CheckpointFolder folder, NDManager manager, TensorLoader loader) {
    this.folder = folder;
    this.manager = manager;
    this.loader = loader;
  }

  <T> T load(Part<T> part) {
    for (TensorSpec spec : part.tensors()) {
      tensors.computeIfAbsent(
          spec.name(), name -> loader.load(folder.tensors().entry(name), manager));
    }
    return part.build().apply(new Weights(tensors));
  }

  /** A loader whose tensors are freed when it is closed. */
  PartLoader fork() {
    return new PartLoader(folder, manager.newSubManager(), loader);
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
