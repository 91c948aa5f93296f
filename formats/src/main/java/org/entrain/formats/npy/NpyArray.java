package org.entrain.formats.npy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.entrain.common.InvalidInputException;
import org.entrain.common.Unreadable;

/**
 * A NumPy array on disk: f4, f8, i4, i8 or fixed-width unicode, little-endian, C order. Elements
 * are addressed by their index in C order (last axis fastest). The file is mapped in segments,
 * because one map holds at most 2 GiB. Safe for concurrent reading.
 */
public final class NpyArray {

  private static final int SEGMENT_BYTES = 1 << 30;

  private final String file;
  private final NpyHeader header;
  private final long size;
  private final long perSegment;
  private final ByteBuffer[] segments;

  private NpyArray(String file, NpyHeader header, FileChannel channel) throws IOException {
    this.file = file;
    this.header = header;
    this.size = header.size();
    long bytes = size * header.itemBytes();
    this.perSegment = SEGMENT_BYTES / Math.max(1, header.itemBytes());
    long segmentBytes = perSegment * header.itemBytes();
    int count = bytes == 0 ? 0 : Math.toIntExact((bytes - 1) / segmentBytes + 1);
    this.segments = new ByteBuffer[count];
    for (int s = 0; s < count; s++) {
      long at = s * segmentBytes;
      segments[s] =
          channel
              .map(MapMode.READ_ONLY, header.offset() + at, Math.min(segmentBytes, bytes - at))
              .order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /**
   * Maps a file.
   *
   * @throws InvalidInputException if it is missing, damaged, or of a type or order that is not read
   */
  public static NpyArray open(Path path) {
    String file = path.toString();
    if (!Files.isRegularFile(path)) {
      throw new InvalidInputException(
          file, "file", "a NumPy .npy file", "no file", "Check the path.");
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return new NpyArray(file, NpyHeader.read(file, channel), channel);
    } catch (IOException e) {
      throw Unreadable.refusal(path, "a NumPy .npy file", e);
    }
  }

  /** Path of the file, as it was given. */
  public String file() {
    return file;
  }

  /** Length of every axis. */
  public List<Integer> shape() {
    return header.shape();
  }

  /** Number of elements. */
  public long size() {
    return size;
  }

  /** Returns this array if it holds numbers in so many axes; {@code axes} names them in a fault. */
  public NpyArray numbers(String... axes) {
    if (header.type() == NpyType.TEXT) {
      throw new InvalidInputException(
          file, "dtype", "numbers (<f4, <f8, <i4, <i8)", "text", "Give the array of numbers.");
    }
    return axes(axes);
  }

  /** Returns this array if it holds f4 or f8 in so many axes. */
  public NpyArray reals(String... axes) {
    if (header.type() != NpyType.F4 && header.type() != NpyType.F8) {
      throw new InvalidInputException(
          file, "dtype", "<f4 or <f8", header.type().name(), "Save it by x.astype('<f4').");
    }
    return axes(axes);
  }

  /** Returns this array if it holds i4 or i8 in so many axes. */
  public NpyArray integers(String... axes) {
    if (header.type() != NpyType.I4 && header.type() != NpyType.I8) {
      throw new InvalidInputException(
          file, "dtype", "<i4 or <i8", header.type().name(), "Save it by x.astype('<i4').");
    }
    return axes(axes);
  }

  /** Returns this array if it holds text in one axis. */
  public NpyArray texts(String axis) {
    if (header.type() != NpyType.TEXT) {
      throw new InvalidInputException(
          file, "dtype", "text (<U)", header.type().name(), "Save it by x.astype('<U').");
    }
    return axes(axis);
  }

  /** Number at an index in C order; an i8 beyond 2^53 is rounded. */
  public double number(long index) {
    ByteBuffer segment = segments[segment(index)];
    return header.type().number(segment, (int) (index % perSegment) * header.itemBytes());
  }

  /** Copies consecutive numbers from {@code first} on, rounded to float32. */
  public void floats(long first, float[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = (float) number(first + i);
    }
  }

  /** Text at an index, without the padding. */
  public String text(long index) {
    StringBuilder text = new StringBuilder();
    int start = (int) (index % perSegment) * header.itemBytes();
    for (int c = 0; c < header.characters(); c++) {
      int point = segments[segment(index)].getInt(start + c * Integer.BYTES);
      if (point == 0) {
        break;
      }
      if (!Character.isValidCodePoint(point)) {
        throw new InvalidInputException(
            file,
            "element " + index,
            "Unicode characters",
            "0x%x".formatted(point),
            "The file is damaged: save it again.");
      }
      text.appendCodePoint(point);
    }
    return text.toString();
  }

  private int segment(long index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("element %d of %d".formatted(index, size));
    }
    return (int) (index / perSegment);
  }

  private NpyArray axes(String... axes) {
    if (header.shape().size() != axes.length) {
      throw new InvalidInputException(
          file,
          "shape",
          "%d axes (%s)".formatted(axes.length, String.join(" × ", axes)),
          header.shape().toString(),
          "Save the array in that shape.");
    }
    return this;
  }
}
