package org.entrain.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.entrain.models.safetensors.ElementType;
import org.entrain.models.safetensors.SafetensorsFile;
import org.entrain.models.safetensors.TensorEntry;

/**
 * Turns tensors of a file into float32 arrays.
 *
 * <p>Float32 data are used where they are mapped; the array keeps the mapping alive. Narrower types
 * are widened in Java piece by piece, since the engine's own conversion of bfloat16 aborts the JVM,
 * and copied into engine memory, since a direct buffer of a whole embedding would exceed small
 * limits of direct memory.
 */
final class TensorLoader {

  private final SafetensorsFile file;
  private final NDManager manager;

  TensorLoader(SafetensorsFile file, NDManager manager) {
    this.file = file;
    this.manager = manager;
  }

  NDArray load(TensorEntry entry) {
    Shape shape = new Shape(entry.shape().stream().mapToLong(Long::longValue).toArray());
    boolean aligned = entry.begin() % Float.BYTES == 0;
    if (entry.type() == ElementType.F32
        && aligned
        && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
      return manager.create(file.map(entry), shape, DataType.FLOAT32);
    }
    NDArray flat = manager.create(new Shape(entry.elements()), DataType.FLOAT32);
    long[] begin = {0};
    file.forEachChunk(entry, chunk -> begin[0] = copy(chunk, flat, begin[0]));
    NDArray tensor = flat.reshape(shape);
    flat.close();
    return tensor;
  }

  private long copy(ByteBuffer chunk, NDArray flat, long begin) {
    long end = begin + chunk.remaining() / Float.BYTES;
    // Not part.set(buffer) on a view of flat: that swaps the view's memory and leaves flat as it
    // is.
    try (NDArray part = manager.create(chunk.slice(), new Shape(end - begin), DataType.FLOAT32)) {
      flat.set(new NDIndex("{}:{}", begin, end), part);
    }
    return end;
  }
}
