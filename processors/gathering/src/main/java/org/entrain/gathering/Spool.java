package org.entrain.gathering;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.entrain.math.RowSource;

/**
 * Rows of float32 on disk, written in any order, each once. Lives as long as its gather; the rows
 * themselves are safe in their topic. Threads may read it side by side; otherwise not thread-safe.
 *
 * <p>An interrupt ends the read that it meets, and no more. Jobs have to be interrupted, because
 * long computations ask for nothing else; the JDK then closes the channel for good, while rows are
 * still needed for others than the one who was cut off. So it is opened anew.
 */
public final class Spool implements RowSource, AutoCloseable {

  private final Path file;
  private final int width;
  private final BitSet present = new BitSet();
  private FileChannel channel;
  private boolean closed;

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
      FileChannel open = channel();
      long at = (long) row * bytes;
      while (whole.hasRemaining()) {
        at += open.write(whole, at);
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
   *
   * @throws CancellationException if the thread is interrupted, which it stays
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
      FileChannel open = channel();
      for (int i = first; i < end; i++) {
        row.clear();
        long at = ((long) i * width + firstColumn) * Float.BYTES;
        while (row.hasRemaining()) {
          int count = open.read(row, at + row.position());
          if (count < 0) {
            throw new IOException("%s ends within row %d".formatted(file, i));
          }
        }
        row.flip();
        row.asFloatBuffer().get(values, (i - first) * columns, columns);
      }
    } catch (ClosedByInterruptException e) {
      throw (CancellationException)
          new CancellationException("interrupted while reading " + file).initCause(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file, opened anew if an interrupt has closed it. */
  private synchronized FileChannel channel() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    if (!channel.isOpen()) {
      channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }
    return channel;
  }

  /** Forgets the rows; a job that was cut off may still be at them, and finds them gone. */
  @Override
  public synchronized void close() {
    closed = true;
    try {
      channel.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
