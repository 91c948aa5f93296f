package org.entrain.models;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the tensors of common layers under a common prefix. */
public final class TensorSpecs {

  private final String prefix;
  private final @Nullable String alias;
  private final List<TensorSpec> specs = new ArrayList<>();

  /**
   * @param prefix of all names, with its last dot
   */
  public TensorSpecs(String prefix) {
    this(prefix, null);
  }

  /**
   * @param prefix of all names, with its last dot
   * @param alias another prefix that files may use; null for none
   */
  public TensorSpecs(String prefix, @Nullable String alias) {
    this.prefix = prefix;
    this.alias = alias;
  }

  public TensorSpecs tensor(String name, long... shape) {
    TensorSpec spec = TensorSpec.of(prefix + name, shape);
    return add(alias == null ? spec : spec.orNamed(alias + name));
  }

  /** As {@link #tensor}, for one that the network takes apart or turns when it is built. */
  public TensorSpecs rearranged(String name, long... shape) {
    tensor(name, shape);
    specs.add(specs.remove(specs.size() - 1).toRearrange());
    return this;
  }

  /** {@code name.weight} and {@code name.bias}. */
  public TensorSpecs layerNorm(String name, long size) {
    return tensor(name + ".weight", size).tensor(name + ".bias", size);
  }

  /** {@code name.weight}, [rows, columns], and perhaps {@code name.bias}, [rows]. */
  public TensorSpecs linear(String name, long rows, long columns, boolean bias) {
    tensor(name + ".weight", rows, columns);
    return bias ? tensor(name + ".bias", rows) : this;
  }

  /** A tensor as it is, whatever the prefix. */
  public TensorSpecs add(TensorSpec spec) {
    specs.add(spec);
    return this;
  }

  public List<TensorSpec> list() {
    return List.copyOf(specs);
  }
}
