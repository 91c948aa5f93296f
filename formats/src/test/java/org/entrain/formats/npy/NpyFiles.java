package org.entrain.formats.npy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code .npy} files as NumPy does, and damaged ones as it does not. */
public final class NpyFiles {

  private NpyFiles() {}

  public static Path floats(Path path, String shape, double... values) {
    ByteBuffer data = data(values.length * Float.BYTES);
    for (double value : values) {
      data.putFloat((float) value);
    }
    return write(path, 1, header("<f4", shape), data);
  }

  public static Path doubles(Path path, String shape, double... values) {
    ByteBuffer data = data(values.length * Double.BYTES);
    for (double value : values) {
      data.putDouble(value);
    }
    return write(path, 1, header("<f8", shape), data);
  }

  public static Path ints(Path path, int... values) {
    ByteBuffer data = data(values.length * Integer.BYTES);
    for (int value : values) {
      data.putInt(value);
    }
    return write(path, 2, header("<i4", "(" + values.length + ",)"), data);
  }

  public static Path ints(Path path, String shape, int... values) {
    ByteBuffer data = data(values.length * Integer.BYTES);
    for (int value : values) {
      data.putInt(value);
    }
    return write(path, 1, header("<i4", shape), data);
  }

  public static Path longs(Path path, long... values) {
    ByteBuffer data = data(values.length * Long.BYTES);
    for (long value : values) {
      data.putLong(value);
    }
    return write(path, 3, header("<i8", "(" + values.length + ",)"), data);
  }

  public static Path texts(Path path, int width, String... values) {
    ByteBuffer data = data(values.length * width * Integer.BYTES);
    for (int i = 0; i < values.length; i++) {
      data.position(i * width * Integer.BYTES);
      values[i].codePoints().forEach(data::putInt);
    }
    data.position(data.capacity());
    return write(path, 1, header("<U" + width, "(" + values.length + ",)"), data);
  }

  static String header(String descr, String shape) {
    return "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(descr, shape);
  }

  /** Writes a header of any text and version before the data, which end at their position. */
  static Path write(Path path, int version, String header, ByteBuffer data) {
    byte[] text = (header + " ".repeat(16) + "\n").getBytes(StandardCharsets.UTF_8);
    ByteBuffer file = data(12 + text.length + data.position());
    file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    file.put((byte) version).put((byte) 0);
    if (version == 1) {
      file.putShort((short) text.length);
    } else {
      file.putInt(text.length);
    }
    file.put(text).put(data.array(), 0, data.position());
    byte[] bytes = new byte[file.position()];
    file.flip().get(bytes);
    try {
      return Files.write(path, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ByteBuffer data(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
