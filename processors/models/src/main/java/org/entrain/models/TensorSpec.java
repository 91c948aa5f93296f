package org.entrain.models;

import java.util.Arrays;
import java.util.List;

/**
 * A tensor that a network needs.
 *
 * @param name the name it goes by here
 * @param aliases other names that files give it
 * @param shape rows first
 * @param rearranged whether the network keeps copies or views of it in another order: then it is
 *     read into memory that can be freed, since a mapping stays until a garbage collection
 */
public record TensorSpec(String name, List<String> aliases, List<Long> shape, boolean rearranged) {

  /** A tensor with one name. */
  public static TensorSpec of(String name, long... shape) {
    return new TensorSpec(name, List.of(), Arrays.stream(shape).boxed().toList(), false);
  }

  /** The same tensor, which files may also call {@code alias}. */
  public TensorSpec orNamed(String alias) {
    return new TensorSpec(name, List.of(alias), shape, rearranged);
  }

  /** The same tensor, of which the network keeps rearranged copies. */
  TensorSpec toRearrange() {
    return new TensorSpec(name, aliases, shape, true);
  }
}
