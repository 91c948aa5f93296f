package org.entrain.models.safetensors;

import java.util.List;

/**
 * One line of a safetensors header, already checked against the file.
 *
 * @param name as the file has it
 * @param type of the elements
 * @param shape rows first; empty for a scalar
 * @param begin first byte, counted from the start of the file
 * @param bytes length
 */
public record TensorEntry(String name, ElementType type, List<Long> shape, long begin, long bytes) {

  public long elements() {
    return bytes / type.bytes();
  }
}
