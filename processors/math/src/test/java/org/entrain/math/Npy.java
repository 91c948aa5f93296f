package org.entrain.math;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.ejml.data.FMatrixRMaj;

/** Numbers of NumPy's .npy and .npz files, little-endian and in C order, as doubles. */
public record Npy(int[] shape, double[] values) {

  private static final Pattern HEADER =
      Pattern.compile("'descr': *'([<|]\\w+)'.*'fortran_order': *False.*'shape': *\\(([^)]*)\\)");

  public static Npy read(Path file) throws IOException {
    return parse(Files.readAllBytes(file));
  }

  public static Map<String, Npy> readZip(Path file) throws IOException {
    Map<String, Npy> arrays = new HashMap<>();
    try (InputStream in = Files.newInputStream(file);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        arrays.put(e.getName().replace(".npy", ""), parse(zip.readAllBytes()));
      }
    }
    return arrays;
  }

  public int[] ints() {
    return IntStream.range(0, values.length).map(i -> (int) values[i]).toArray();
  }

  /** Matrix {@code index} of a stack, or the matrix itself at 0. */
  public FMatrixRMaj matrix(int index) {
    int rows = shape[shape.length - 2];
    int columns = shape[shape.length - 1];
    FMatrixRMaj matrix = new FMatrixRMaj(rows, columns);
    for (int i = 0; i < rows * columns; i++) {
      matrix.data[i] = (float) values[index * rows * columns + i];
    }
    return matrix;
  }

  private static Npy parse(byte[] bytes) {
    ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(8);
    int length = bytes[6] == 1 ? data.getShort() & 0xffff : data.getInt();
    String header = new String(bytes, data.position(), length, StandardCharsets.US_ASCII);
    data.position(data.position() + length);
    var found = HEADER.matcher(header);
    if (!found.find()) {
      throw new IllegalArgumentException("header not understood: " + header);
    }
    int[] shape =
        Stream.of(found.group(2).split(","))
            .map(String::strip)
            .filter(s -> !s.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    double[] values = new double[IntStream.of(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (found.group(1)) {
            case "<f4" -> data.getFloat();
            case "<f8" -> data.getDouble();
            case "<i4" -> data.getInt();
            case "<i8" -> data.getLong();
            default -> throw new IllegalArgumentException("type " + found.group(1));
          };
    }
    return new Npy(shape, values);
  }
}
