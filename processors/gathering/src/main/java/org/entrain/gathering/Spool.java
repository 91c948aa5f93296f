package org.entrain.gathering;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.List;
import org.entrain.math.RowSource;

/**
 * Rows of float32 on disk, written in any order, each once. Lives as long as its gather; the rows
 * themselves are safe in their topic. Not thread-safe.
 */
public final class Spool implements RowSource, AutoCloseable {

  private final Path file;
  private final int width;
  private final FileChannel channel;
  private final BitSet present = new BitSet();

  /**
   * @param width floats of a row
   */
  Spool(Path file, int width) {
    this.file = file;
    this.width = width;
    try {
      channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes a row unless it is there already, and returns whether it was new.
   *
   * @param parts the row in pieces, float32 little-endian
   * @throws IllegalArgumentException when the row is not {@link #width} floats long
   */
  boolean add(int row, List<ByteBuffer> parts) {
    int bytes = parts.stream().mapToInt(ByteBuffer::remaining).sum();
    if (bytes != width * Float.BYTES) {
      throw new IllegalArgumentException(
          "row %d has %d bytes, not %d floats".formatted(row, bytes, width));
    }
    if (present.get(row)) {
      return false;
    }
    ByteBuffer whole = ByteBuffer.allocate(bytes);
    parts.forEach(part -> whole.put(part.duplicate()));
    whole.flip();
    try {
      long at = (long) row * bytes;
      while (whole.hasRemaining()) {
        at += channel.write(whole, at);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    present.set(row);
    return true;
  }

  /** Whether every row from {@code first} to before {@code end} is there. */
  public boolean has(int first, int end) {
    return present.nextClearBit(first) >= end;
  }

  /** Floats of a row. */
  public int width() {
    return width;
  }

  /**
   * Reads {@code columns} values of every row from {@code first} to before {@code end}, row-major.
   */
  public float[] read(int first, int end, int firstColumn, int columns) {
    float[] values = new float[Math.multiplyExact(end - first, columns)];
    read(first, end, firstColumn, columns, values);
    return values;
  }

  /** Rows up to the last one that is there. */
  @Override
  public int rows() {
    return present.length();
  }

  @Override
  public int columns() {
    return width;
  }

  @Override
  public void read(int first, int count, float[] target) {
    read(first, first + count, 0, width, target);
  }

  private void read(int first, int end, int firstColumn, int columns, float[] values) {
    ByteBuffer row = ByteBuffer.allocate(columns * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try {
      for (int i = first; i < end; i++) {
        row.clear();
        long at = ((long) i * width + firstColumn) * Float.BYTES;
        while (row.hasRemaining()) {
          int count = channel.read(row, at + row.position());
          if (count < 0) {
            throw new IOException("%s ends within row %d".formatted(file, i));
          }
        }
        row.flip();
        row.asFloatBuffer().get(values, (i - first) * columns, columns);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forgets the rows. */
  @Override
  public void close() {
    try {
      channel.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
