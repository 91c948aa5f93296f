package org.entrain.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.entrain.models.weights.ElementType;
import org.entrain.models.weights.TensorEntry;
import org.entrain.models.weights.TensorReader;

/**
 * Turns stored tensors into float32 arrays. Thread-safe: many threads may load at once, each into a
 * manager of its own.
 *
 * <p>Float32 data are used where they are mapped; the array keeps the mapping alive. Narrower types
 * are widened in Java, piece by piece, straight into the engine's memory: the engine's own
 * conversion of bfloat16 aborts the JVM, and that of float16 is no faster.
 */
final class TensorLoader {

  /** Elements of a window on the engine's memory; 1 GiB, since a buffer has less than 2. */
  private static final long WINDOW = 1L << 28;

  private final Queue<TensorReader> idle = new ConcurrentLinkedQueue<>();
  private final LoadProgress progress;

  /** A loader that nobody watches. */
  TensorLoader() {
    this(new LoadProgress(List.of(), LoadListener.none()));
  }

  /**
   * @param progress told of every piece
   */
  TensorLoader(LoadProgress progress) {
    this.progress = progress;
  }

  /**
   * The tensor under {@code manager}: mapped if it is stored as the engine needs it, else copied.
   *
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  NDArray load(TensorEntry entry, NDManager manager) {
    boolean asStored =
        entry.type() == ElementType.F32
            && entry.begin() % Float.BYTES == 0
            && TensorReader.fitsMapping(entry)
            && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    if (!asStored || entry.elements() == 0) {
      return copy(entry, manager);
    }
    ByteBuffer mapped = TensorReader.map(entry);
    progress.add(entry.bytes());
    return manager.create(mapped, shape(entry), DataType.FLOAT32);
  }

  /** As {@link #load}, always in memory of its own, which is freed with the array. */
  NDArray copy(TensorEntry entry, NDManager manager) {
    NDArray tensor = manager.create(shape(entry), DataType.FLOAT32);
    try {
      fill(tensor, entry);
      return tensor;
    } catch (RuntimeException | Error e) {
      tensor.close();
      throw e;
    }
  }

  /**
   * Overwrites an array with a tensor of as many elements. Several times faster than {@link #copy},
   * most of which is the kernel's work of handing out new memory.
   *
   * @param tensor float32, on the CPU, in row-major order; not a mapped one of {@link #load}
   * @throws java.util.concurrent.CancellationException if the thread is interrupted, which leaves
   *     the array half filled
   */
  void fill(NDArray tensor, TensorEntry entry) {
    if (tensor.size() != entry.elements() || tensor.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException(
          "%s %s for %s".formatted(tensor.getDataType(), tensor.getShape(), entry));
    }
    TensorReader polled = idle.poll();
    TensorReader reader = polled == null ? new TensorReader() : polled;
    try {
      Target target = new Target(tensor, entry.elements());
      reader.forEachPiece(
          entry,
          piece -> {
            int bytes = piece.remaining();
            entry.type().widen(piece, target.next());
            progress.add(bytes);
          });
    } finally {
      idle.add(reader);
    }
  }

  private static Shape shape(TensorEntry entry) {
    return new Shape(entry.shape().stream().mapToLong(Long::longValue).toArray());
  }

  /** Windows on an array's memory, one after the other; each holds a whole number of pieces. */
  private static final class Target {

    private final NDArray tensor;
    private final long elements;
    private long end;
    private FloatBuffer window = FloatBuffer.allocate(0);

    Target(NDArray tensor, long elements) {
      this.tensor = tensor;
      this.elements = elements;
    }

    FloatBuffer next() {
      if (!window.hasRemaining()) {
        long begin = end;
        end = Math.min(elements, begin + WINDOW);
        window = begin == 0 && end == elements ? memory(tensor) : memory(begin);
      }
      return window;
    }

    private FloatBuffer memory(long begin) {
      // Views share the memory of the array, which outlives them.
      try (NDArray flat = tensor.reshape(-1);
          NDArray part = flat.get(new NDIndex("{}:{}", begin, end))) {
        return memory(part);
      }
    }

    private static FloatBuffer memory(NDArray array) {
      ByteBuffer memory = array.toByteBuffer(true);
      if (!memory.isDirect()) {
        throw new IllegalStateException("the engine gave a copy, not its memory");
      }
      return memory.order(ByteOrder.nativeOrder()).asFloatBuffer();
    }
  }
}
