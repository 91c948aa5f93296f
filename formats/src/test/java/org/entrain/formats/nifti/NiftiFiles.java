package org.entrain.formats.nifti;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes NIfTI images field by field, of either version and byte order, and damaged ones. */
public final class NiftiFiles {

  private final int[] shape;
  private boolean two;
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
  private int code = 16;
  private int bits = 32;
  private double slope;
  private double intercept;
  private double interval;
  private int units;
  private int extension;
  private double[] pixdim = {1, 1, 1, 1};
  private int qformCode;
  private double[] quaternion = new double[6];
  private int sformCode;
  private double[] rows = new double[12];

  private NiftiFiles(int... shape) {
    this.shape = shape;
  }

  /** A float32 image of NIfTI-1, little-endian, without orientation. */
  public static NiftiFiles image(int... shape) {
    return new NiftiFiles(shape);
  }

  /** A mask of uint8, values in the order of the file. */
  public static Path mask(Path path, int[] shape, int... values) {
    double[] numbers = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      numbers[i] = values[i];
    }
    return image(shape).type(2, 8).write(path, numbers);
  }

  public NiftiFiles two() {
    two = true;
    return this;
  }

  public NiftiFiles bigEndian() {
    order = ByteOrder.BIG_ENDIAN;
    return this;
  }

  public NiftiFiles type(int datatype, int bitpix) {
    code = datatype;
    bits = bitpix;
    return this;
  }

  public NiftiFiles scaled(double by, double plus) {
    slope = by;
    intercept = plus;
    return this;
  }

  /** Time between volumes, and the code of its unit: 8 for seconds. */
  public NiftiFiles every(double time, int unit) {
    interval = time;
    units = unit;
    return this;
  }

  public NiftiFiles extension(int bytes) {
    extension = bytes;
    return this;
  }

  public NiftiFiles sizes(double qfac, double x, double y, double z) {
    pixdim = new double[] {qfac, x, y, z};
    return this;
  }

  public NiftiFiles qform(int codeOfIt, double... bcdxyz) {
    qformCode = codeOfIt;
    quaternion = bcdxyz;
    return this;
  }

  public NiftiFiles sform(int codeOfIt, double... threeRows) {
    sformCode = codeOfIt;
    rows = threeRows;
    return this;
  }

  /** Writes stored numbers in the order of the file; compressed where the name says so. */
  public Path write(Path path, double... values) {
    return save(path, bytes(values));
  }

  /** Writes bytes, compressed where the name says so. */
  public static Path save(Path path, byte[] bytes) {
    try (OutputStream file = Files.newOutputStream(path);
        OutputStream out = path.toString().endsWith(".gz") ? new GZIPOutputStream(file) : file) {
      out.write(bytes);
      return path;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The whole file before compression. */
  public byte[] bytes(double... values) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] header = two ? headerTwo() : headerOne();
    out.write(header, 0, header.length);
    ByteBuffer data = ByteBuffer.allocate(values.length * bits / 8).order(order);
    for (double value : values) {
      switch (code) {
        case 2, 256 -> data.put((byte) value);
        case 4, 512 -> data.putShort((short) (int) value);
        case 8, 768 -> data.putInt((int) (long) value);
        case 1024, 1280 -> data.putLong((long) value);
        case 64 -> data.putDouble(value);
        default -> data.putFloat((float) value);
      }
    }
    out.write(data.array(), 0, data.capacity());
    return out.toByteArray();
  }

  private byte[] headerOne() {
    ByteBuffer header = ByteBuffer.allocate(352 + extension).order(order);
    header.putInt(0, 348).putShort(40, (short) shape.length);
    for (int axis = 1; axis <= 7; axis++) {
      header.putShort(40 + 2 * axis, (short) (axis <= shape.length ? shape[axis - 1] : 1));
    }
    header.putShort(70, (short) code).putShort(72, (short) bits);
    for (int i = 0; i < 4; i++) {
      header.putFloat(76 + 4 * i, (float) pixdim[i]);
    }
    header.putFloat(92, (float) interval).putFloat(108, 352 + extension);
    header.putFloat(112, (float) slope).putFloat(116, (float) intercept);
    header.put(123, (byte) (2 | units));
    header.putShort(252, (short) qformCode).putShort(254, (short) sformCode);
    for (int i = 0; i < 6; i++) {
      header.putFloat(256 + 4 * i, (float) quaternion[i]);
    }
    for (int i = 0; i < 12; i++) {
      header.putFloat(280 + 4 * i, (float) rows[i]);
    }
    return header.put(344, "n+1".getBytes(StandardCharsets.US_ASCII)).array();
  }

  private byte[] headerTwo() {
    ByteBuffer header = ByteBuffer.allocate(544 + extension).order(order);
    header.putInt(0, 540).put(4, new byte[] {'n', '+', '2', 0, '\r', '\n', 0x1a, '\n'});
    header.putShort(12, (short) code).putShort(14, (short) bits).putLong(16, shape.length);
    for (int axis = 1; axis <= 7; axis++) {
      header.putLong(16 + 8 * axis, axis <= shape.length ? shape[axis - 1] : 1);
    }
    for (int i = 0; i < 4; i++) {
      header.putDouble(104 + 8 * i, pixdim[i]);
    }
    header.putDouble(136, interval).putLong(168, 544 + extension);
    header.putDouble(176, slope).putDouble(184, intercept);
    header.putInt(344, qformCode).putInt(348, sformCode);
    for (int i = 0; i < 6; i++) {
      header.putDouble(352 + 8 * i, quaternion[i]);
    }
    for (int i = 0; i < 12; i++) {
      header.putDouble(400 + 8 * i, rows[i]);
    }
    return header.putInt(500, 2 | units).array();
  }
}
