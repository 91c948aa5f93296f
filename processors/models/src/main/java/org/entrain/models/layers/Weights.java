package org.entrain.models.layers;

import ai.djl.ndarray.NDArray;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The float32 tensors of a checkpoint by name. They belong to the model's own manager: an array
 * derived from one of them does too, so derive only while building a network.
 */
public final class Weights {

  private final Map<String, NDArray> tensors;
  private final Product product;

  /**
   * @param product that linear layers use
   */
  public Weights(Map<String, NDArray> tensors, Product product) {
    this.tensors = new HashMap<>(tensors);
    this.product = product;
  }

  /** How linear layers are computed. */
  public Product product() {
    return product;
  }

  /**
   * @throws IllegalArgumentException if the plan did not declare it
   */
  public NDArray get(String name) {
    NDArray tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("undeclared tensor " + name);
    }
    return tensor;
  }

  /** As {@link #get}, or null for a tensor that this configuration does not have. */
  public @Nullable NDArray find(String name) {
    return tensors.get(name);
  }

  /** Frees a tensor of which a network has made copies; nothing happens if there is none. */
  public void drop(String name) {
    NDArray tensor = tensors.remove(name);
    if (tensor != null) {
      tensor.close();
    }
  }
}
