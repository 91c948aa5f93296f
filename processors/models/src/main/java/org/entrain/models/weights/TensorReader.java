package org.entrain.models.weights;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.entrain.common.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the data of stored tensors of any length through two buffers of 1 MiB, which it reuses.
 * Pieces are read, not mapped: pages of a mapping count as resident until a garbage collection
 * unmaps them, while those of the page cache do not. Not thread-safe.
 *
 * <p>A file cut while mapped ends the JVM, so replace checkpoints by renaming, never by
 * overwriting.
 */
public final class TensorReader {

  /** Elements of a piece. */
  public static final int PIECE = 1 << 18;

  private static final int CACHE_LINE = 64;

  private final ByteBuffer stored = buffer();

  /** Only those who want whole float32 values need it. */
  private @Nullable ByteBuffer widened;

  /** Aligned, since the kernel copies five times slower to an address that is not. */
  private static ByteBuffer buffer() {
    return ByteBuffer.allocateDirect(PIECE * Float.BYTES + CACHE_LINE)
        .alignedSlice(CACHE_LINE)
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether {@link #map} can hold the tensor: a mapping has less than 2 GiB. */
  public static boolean fitsMapping(TensorEntry entry) {
    return entry.bytes() <= Integer.MAX_VALUE;
  }

  /**
   * The bytes of a tensor, mapped read-only, little-endian. The mapping outlives the open file.
   *
   * @throws IllegalArgumentException if the tensor has 2 GiB or more
   * @throws InvalidInputException if the file cannot be read or is no longer the one described
   */
  public static ByteBuffer map(TensorEntry entry) {
    if (!fitsMapping(entry)) {
      throw new IllegalArgumentException(entry.name() + " has " + entry.bytes() + " bytes");
    }
    try (FileChannel channel = FileChannel.open(entry.file(), StandardOpenOption.READ)) {
      checkStamp(entry);
      if (entry.begin() + entry.bytes() > channel.size()) {
        // Otherwise the first access would end the JVM.
        throw new EOFException("it ends at byte " + channel.size());
      }
      return channel
          .map(FileChannel.MapMode.READ_ONLY, entry.begin(), entry.bytes())
          .order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw FileFaults.of(entry.file(), e);
    }
  }

  /**
   * Hands a weight's values, widened to float32 little-endian, to the consumer piece by piece in
   * row-major order, so that no tensor is ever in memory as a whole. The buffer is reused.
   *
   * @throws IllegalArgumentException if the tensor's type is not one of weights
   * @throws CancellationException if the thread is interrupted; its flag stays set
   * @throws InvalidInputException if the file cannot be read or is no longer the one described;
   *     then what the consumer got counts for nothing
   */
  public void forEachChunk(TensorEntry entry, Consumer<ByteBuffer> consumer) {
    ByteBuffer wide = widened == null ? buffer() : widened;
    widened = wide;
    forEachPiece(
        entry,
        piece -> {
          FloatBuffer floats = wide.clear().asFloatBuffer();
          entry.type().widen(piece, floats);
          consumer.accept(wide.limit(floats.position() * Float.BYTES));
        });
  }

  /**
   * As {@link #forEachChunk}, with the bytes as they are stored, for {@link ElementType#widen}.
   *
   * @param consumer gets {@link #PIECE} elements each time, and the rest the last time
   */
  public void forEachPiece(TensorEntry entry, Consumer<ByteBuffer> consumer) {
    if (!entry.type().isWeight()) {
      throw new IllegalArgumentException("not a weight: " + entry);
    }
    int pieceBytes = PIECE * entry.type().bytes();
    try (FileChannel channel = FileChannel.open(entry.file(), StandardOpenOption.READ)) {
      checkStamp(entry);
      long done = 0;
      while (done < entry.bytes()) {
        FileFaults.checkInterrupt(entry.file());
        stored.clear().limit((int) Math.min(pieceBytes, entry.bytes() - done));
        Reads.fully(channel, entry.begin() + done, stored);
        done += stored.flip().remaining();
        consumer.accept(stored);
      }
      // Again, for a file that was overwritten in the meantime.
      checkStamp(entry);
    } catch (IOException e) {
      throw FileFaults.of(entry.file(), e);
    }
  }

  private static void checkStamp(TensorEntry entry) {
    entry.stamp().check("tensor " + entry.name());
  }
}
