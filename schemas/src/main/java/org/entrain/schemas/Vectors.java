package org.entrain.schemas;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Arrays as the events carry them: little-endian, without a header. Bytes are some ten times faster
 * to write and read than Avro arrays of floats. Reading leaves the buffer's position as it was.
 */
public final class Vectors {

  private Vectors() {}

  public static ByteBuffer ofFloats(float[] values) {
    return ofFloats(values, 0, values.length);
  }

  /** Encodes {@code length} values from {@code offset} on. */
  public static ByteBuffer ofFloats(float[] values, int offset, int length) {
    return ofSlices(new float[][] {values}, offset, length);
  }

  /** Encodes {@code length} values of each of some arrays, from {@code offset} on. */
  public static ByteBuffer ofSlices(float[][] arrays, int offset, int length) {
    ByteBuffer bytes = allocate(Math.multiplyExact(arrays.length, length), Float.BYTES);
    FloatBuffer values = bytes.asFloatBuffer();
    for (float[] array : arrays) {
      values.put(array, offset, length);
    }
    return bytes;
  }

  public static float[] floats(ByteBuffer bytes) {
    float[] values = new float[count(bytes, Float.BYTES)];
    floats(bytes, values, 0);
    return values;
  }

  /** Decodes into an array, from {@code offset} on; returns how many values there were. */
  public static int floats(ByteBuffer bytes, float[] into, int offset) {
    int count = count(bytes, Float.BYTES);
    littleEndian(bytes).asFloatBuffer().get(into, offset, count);
    return count;
  }

  public static ByteBuffer ofDoubles(double[] values) {
    ByteBuffer bytes = allocate(values.length, Double.BYTES);
    bytes.asDoubleBuffer().put(values);
    return bytes;
  }

  public static double[] doubles(ByteBuffer bytes) {
    double[] values = new double[count(bytes, Double.BYTES)];
    littleEndian(bytes).asDoubleBuffer().get(values);
    return values;
  }

  public static ByteBuffer ofInts(int[] values) {
    ByteBuffer bytes = allocate(values.length, Integer.BYTES);
    bytes.asIntBuffer().put(values);
    return bytes;
  }

  public static int[] ints(ByteBuffer bytes) {
    int[] values = new int[count(bytes, Integer.BYTES)];
    littleEndian(bytes).asIntBuffer().get(values);
    return values;
  }

  private static ByteBuffer allocate(int count, int width) {
    return ByteBuffer.allocate(Math.multiplyExact(count, width)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer littleEndian(ByteBuffer bytes) {
    return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int count(ByteBuffer bytes, int width) {
    if (bytes.remaining() % width != 0) {
      throw new IllegalArgumentException(
          "%d bytes are no whole number of %d-byte values".formatted(bytes.remaining(), width));
    }
    return bytes.remaining() / width;
  }
}
