package org.entrain.models;

import java.util.List;

/**
 * A tensor that a network needs.
 *
 * @param name the name it goes by here
 * @param aliases other names that files give it
 * @param shape rows first
 */
public record TensorSpec(String name, List<String> aliases, List<Long> shape) {

  /** A tensor with one name. */
  public static TensorSpec of(String name, long... shape) {
    return new TensorSpec(name, List.of(), java.util.Arrays.stream(shape).boxed().toList());
  }

  /** The same tensor, which files may also call {@code alias}. */
  public TensorSpec orNamed(String alias) {
    return new TensorSpec(name, List.of(alias), shape);
  }
}
