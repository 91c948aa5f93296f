package org.entrain.models.weights;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a tensor lies, already checked against its file: contiguous, row-major, little-endian.
 *
 * @param name as the file has it
 * @param type of the elements
 * @param shape rows first; empty for a scalar
 * @param stamp of the file that holds the data
 * @param begin first byte, counted from the start of the file
 * @param bytes length
 */
public record TensorEntry(
    String name, ElementType type, List<Long> shape, FileStamp stamp, long begin, long bytes) {

  public Path file() {
    return stamp.file();
  }

  public long elements() {
    return bytes / type.bytes();
  }
}
