package org.entrain.models.safetensors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.entrain.common.InvalidInputException;

/**
 * A safetensors file: 8 bytes header length (little-endian), a JSON header, then the data.
 *
 * <p>Each tensor is mapped by itself, read-only: a mapping holds at most 2 GiB and files are
 * larger. The mapping stays valid after the file is closed; a file cut while mapped ends the JVM,
 * so replace checkpoints by renaming, never by overwriting.
 */
public final class SafetensorsFile {

  private static final int LENGTH_BYTES = 8;

  /** Far above any real header (a 70-layer model has 100 KB), far below what hurts. */
  private static final long MAX_HEADER_BYTES = 16L << 20;

  private static final int CHUNK_ELEMENTS = 1 << 18;

  private final Path path;
  private final SortedMap<String, TensorEntry> entries;

  private SafetensorsFile(Path path, SortedMap<String, TensorEntry> entries) {
    this.path = path;
    this.entries = entries;
  }

  /**
   * Reads and checks the header.
   *
   * @throws InvalidInputException if the file is missing or its header does not fit it
   */
  public static SafetensorsFile open(Path path) {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      long length = size < LENGTH_BYTES ? -1 : read(channel, 0, LENGTH_BYTES).getLong(0);
      if (length < 2 || length > MAX_HEADER_BYTES || length > size - LENGTH_BYTES) {
        throw new InvalidInputException(
            path.toString(),
            "header length",
            "2 to " + Math.min(MAX_HEADER_BYTES, Math.max(0, size - LENGTH_BYTES)) + " bytes",
            length < 0 ? "a file of " + size + " bytes" : length + " bytes",
            "Download or save the checkpoint again.");
      }
      byte[] json = read(channel, LENGTH_BYTES, (int) length).array();
      long dataBegin = LENGTH_BYTES + length;
      return new SafetensorsFile(
          path, new SafetensorsHeader(path.toString(), dataBegin, size).parse(json));
    } catch (IOException e) {
      throw new InvalidInputException(
          path.toString(),
          "file",
          "a readable safetensors file",
          String.valueOf(e),
          "Check the path and its permissions.",
          e);
    }
  }

  public Path path() {
    return path;
  }

  /** All tensors by name. */
  public Map<String, TensorEntry> entries() {
    return java.util.Collections.unmodifiableSortedMap(entries);
  }

  /** The bytes of a tensor, mapped read-only, little-endian. */
  public ByteBuffer map(TensorEntry entry) {
    if (entry.bytes() > Integer.MAX_VALUE) {
      throw new InvalidInputException(
          path.toString(),
          "tensor " + entry.name(),
          "at most 2 GiB",
          entry.bytes() + " bytes",
          "Use a checkpoint with a smaller vocabulary or 16-bit weights.");
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return channel
          .map(FileChannel.MapMode.READ_ONLY, entry.begin(), entry.bytes())
          .order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot map " + path + ", tensor " + entry.name(), e);
    }
  }

  /**
   * Hands a tensor's values, widened to float32, to the consumer piece by piece in file order, so
   * that no tensor is ever on the heap as a whole. The buffer is reused between calls.
   *
   * @throws IllegalArgumentException if the tensor's type is not one of weights
   */
  public void forEachChunk(TensorEntry entry, Consumer<ByteBuffer> consumer) {
    ByteBuffer source = map(entry);
    ByteBuffer target =
        ByteBuffer.allocateDirect(Float.BYTES * (int) Math.min(CHUNK_ELEMENTS, entry.elements()))
            .order(ByteOrder.LITTLE_ENDIAN);
    int chunkBytes = CHUNK_ELEMENTS * entry.type().bytes();
    for (int begin = 0; begin < source.capacity(); begin += chunkBytes) {
      int bytes = Math.min(chunkBytes, source.capacity() - begin);
      ByteBuffer part = source.slice(begin, bytes).order(ByteOrder.LITTLE_ENDIAN);
      FloatBuffer floats = target.clear().asFloatBuffer();
      entry.type().widen(part, floats);
      consumer.accept(target.limit(floats.position() * Float.BYTES));
    }
  }

  private static ByteBuffer read(FileChannel channel, long position, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new java.io.EOFException("ends at byte " + (position + buffer.position()));
      }
    }
    return buffer.flip();
  }
}
