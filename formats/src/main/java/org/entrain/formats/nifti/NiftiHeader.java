package org.entrain.formats.nifti;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.entrain.common.InvalidInputException;
import org.entrain.formats.nifti.VoxelGrid.Orientation;

/**
 * Header of a NIfTI-1 (348 bytes) or NIfTI-2 (540 bytes) image in a single file, of either byte
 * order. Source: nifti1.h and nifti2.h of the NIfTI Data Format Working Group.
 *
 * @param order of the header and the voxels
 * @param volumes length of the fourth axis; 1 where there is none
 * @param series whether there is a fourth axis
 * @param offset where the voxels begin, bytes
 * @param slope value = slope · stored + intercept
 * @param interval seconds between volumes, where the header states them with their unit
 */
record NiftiHeader(
    ByteOrder order,
    NiftiType type,
    VoxelGrid grid,
    int volumes,
    boolean series,
    long offset,
    double slope,
    double intercept,
    OptionalDouble interval) {

  /** Bytes that tell the version and the byte order. */
  static final int START = Integer.BYTES;

  private static final int MOST_AXES = 7;

  /** 512 × 512 × 512: more than any recording of a brain has. */
  private static final int MOST_VOXELS = 1 << 27;

  /** Bits of xyzt_units: the unit of length, and that of time with its values. */
  private static final int LENGTH_UNIT = 0x07;

  private static final int TIME_UNIT = 0x38;
  private static final int SECONDS = 8;
  private static final int MILLISECONDS = 16;
  private static final int MICROSECONDS = 24;

  /** Where a version has its fields. */
  private record Layout(
      int bytes,
      String magic,
      int magicAt,
      int typeAt,
      int dimAt,
      int pixdimAt,
      int offsetAt,
      int slopeAt,
      int unitsAt,
      int codesAt,
      int quaternionAt) {

    static final Layout ONE = new Layout(348, "n+1", 344, 70, 40, 76, 108, 112, 123, 252, 256);
    static final Layout TWO = new Layout(540, "n+2", 4, 12, 16, 104, 168, 176, 500, 344, 352);

    /** NIfTI-2 has wider numbers. */
    boolean wide() {
      return bytes == TWO.bytes;
    }

    /** First byte that may be a voxel's: four bytes that announce extensions follow the header. */
    int firstVoxel() {
      return bytes + Integer.BYTES;
    }

    /** An integer in an array of lengths. */
    long length(ByteBuffer header, int at, int index) {
      return wide()
          ? header.getLong(at + index * Long.BYTES)
          : header.getShort(at + index * Short.BYTES);
    }

    /** A number in an array of reals. */
    double real(ByteBuffer header, int at, int index) {
      return wide()
          ? header.getDouble(at + index * Double.BYTES)
          : header.getFloat(at + index * Float.BYTES);
    }

    int code(ByteBuffer header, int index) {
      return wide()
          ? header.getInt(codesAt + index * Integer.BYTES)
          : header.getShort(codesAt + index * Short.BYTES);
    }
  }

  /**
   * Bytes of the whole header.
   *
   * @param start the first {@value #START} bytes
   * @throws InvalidInputException if no NIfTI image begins so
   */
  static int bytes(String file, ByteBuffer start) {
    return layout(file, start).bytes;
  }

  /**
   * Reads a header.
   *
   * @param bytes all of it
   * @throws InvalidInputException if a field cannot be, or is of a kind that is not read
   */
  static NiftiHeader parse(String file, ByteBuffer bytes) {
    Layout layout = layout(file, bytes);
    ByteBuffer header = bytes.duplicate().order(order(bytes, layout));
    checkMagic(file, layout, header);
    long[] shape = shape(file, layout, header);
    NiftiType type = type(file, layout, header);
    double slope = layout.real(header, layout.slopeAt(), 0);
    double intercept = layout.real(header, layout.slopeAt(), 1);
    // The standard: a slope of 0 means that the stored values are the values.
    boolean scaled = slope != 0 && Double.isFinite(slope);
    if (scaled && !Double.isFinite(intercept)) {
      throw fault(file, "scl_inter", "a finite number", Double.toString(intercept));
    }
    int units = layout.wide() ? header.getInt(layout.unitsAt()) : header.get(layout.unitsAt());
    return new NiftiHeader(
        header.order(),
        type,
        grid(file, layout, header, shape, units & LENGTH_UNIT),
        (int) shape[3],
        layout.length(header, layout.dimAt(), 0) >= 4,
        offset(file, layout, header),
        scaled ? slope : 1,
        scaled ? intercept : 0,
        interval(layout.real(header, layout.pixdimAt(), 4), units & TIME_UNIT));
  }

  /** Bytes of one volume. */
  long volumeBytes() {
    return (long) grid.voxels() * type.bytes();
  }

  /** The value of a stored number. */
  double value(double stored) {
    return stored * slope + intercept;
  }

  private static Layout layout(String file, ByteBuffer start) {
    for (Layout layout : List.of(Layout.ONE, Layout.TWO)) {
      int size = start.getInt(0);
      if (size == layout.bytes() || Integer.reverseBytes(size) == layout.bytes()) {
        return layout;
      }
    }
    throw fault(
        file,
        "sizeof_hdr",
        "348 (NIfTI-1) or 540 (NIfTI-2)",
        Integer.toString(start.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt(0)));
  }

  private static ByteOrder order(ByteBuffer bytes, Layout layout) {
    return bytes.duplicate().order(ByteOrder.BIG_ENDIAN).getInt(0) == layout.bytes()
        ? ByteOrder.BIG_ENDIAN
        : ByteOrder.LITTLE_ENDIAN;
  }

  private static void checkMagic(String file, Layout layout, ByteBuffer header) {
    byte[] magic = new byte[layout.magic().length()];
    header.get(layout.magicAt(), magic);
    String found = new String(magic, StandardCharsets.ISO_8859_1);
    if (!found.equals(layout.magic())) {
      boolean pair = found.equals(layout.magic().replace('+', 'i'));
      throw fault(
          file,
          "magic",
          "%s (header and voxels in one file)".formatted(layout.magic()),
          pair ? found + " (voxels in an .img file)" : "other bytes");
    }
  }

  /** Lengths of the first four axes; further axes may only have length 1. */
  private static long[] shape(String file, Layout layout, ByteBuffer header) {
    long axes = layout.length(header, layout.dimAt(), 0);
    if (axes < 3 || axes > MOST_AXES) {
      throw fault(file, "dim[0]", "3 or 4 axes", axes + " axes");
    }
    long[] shape = {1, 1, 1, 1};
    for (int axis = 1; axis <= axes; axis++) {
      long length = layout.length(header, layout.dimAt(), axis);
      if (length < 1 || length > Integer.MAX_VALUE || (axis > 4 && length != 1)) {
        throw fault(
            file,
            "dim[%d]".formatted(axis),
            axis > 4 ? "1: three or four axes in all" : "a length from 1",
            Long.toString(length));
      }
      if (axis <= 4) {
        shape[axis - 1] = length;
      }
    }
    // Each length is below 2^31: a product of two does not overflow, one of three may.
    if (shape[0] * shape[1] > MOST_VOXELS || shape[0] * shape[1] * shape[2] > MOST_VOXELS) {
      throw fault(
          file,
          "dim",
          "at most %,d voxels a volume".formatted(MOST_VOXELS),
          "%d × %d × %d".formatted(shape[0], shape[1], shape[2]));
    }
    return shape;
  }

  private static NiftiType type(String file, Layout layout, ByteBuffer header) {
    int code = header.getShort(layout.typeAt());
    int bits = header.getShort(layout.typeAt() + Short.BYTES);
    NiftiType type =
        NiftiType.of(code)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        file,
                        "datatype",
                        "integers of 8 to 64 bits, float32 or float64",
                        "code " + code,
                        "Convert it, as by image.set_data_dtype('float32') in nibabel."));
    if (bits != type.bytes() * Byte.SIZE) {
      throw fault(
          file,
          "bitpix",
          "%d bits, as %s has".formatted(type.bytes() * Byte.SIZE, type),
          bits + " bits");
    }
    return type;
  }

  private static long offset(String file, Layout layout, ByteBuffer header) {
    double offset =
        layout.wide()
            ? (double) header.getLong(layout.offsetAt())
            : header.getFloat(layout.offsetAt());
    if (!(offset >= layout.firstVoxel()) || offset != Math.rint(offset) || offset > 1L << 52) {
      throw fault(
          file,
          "vox_offset",
          "a whole number from " + layout.firstVoxel(),
          Double.toString(offset));
    }
    return (long) offset;
  }

  private static VoxelGrid grid(
      String file, Layout layout, ByteBuffer header, long[] shape, int units) {
    double[] pixdim = reals(file, layout, header, "pixdim", layout.pixdimAt(), 4);
    for (int axis = 1; axis <= 3; axis++) {
      // Some programs write negative sizes; the standard takes them as positive.
      pixdim[axis] = Math.abs(pixdim[axis]);
    }
    double[] place = reals(file, layout, header, "qform or sform", layout.quaternionAt(), 18);
    Orientation orientation =
        new Orientation(
            layout.code(header, 0),
            layout.code(header, 1),
            Arrays.copyOf(place, 6),
            Arrays.copyOfRange(place, 6, 18));
    int[] lengths = {(int) shape[0], (int) shape[1], (int) shape[2]};
    return new VoxelGrid(lengths, pixdim, orientation, units);
  }

  private static double[] reals(
      String file, Layout layout, ByteBuffer header, String field, int at, int count) {
    double[] reals = new double[count];
    for (int i = 0; i < count; i++) {
      reals[i] = layout.real(header, at, i);
      if (!Double.isFinite(reals[i])) {
        throw fault(file, field, "finite numbers", Double.toString(reals[i]));
      }
    }
    return reals;
  }

  private static OptionalDouble interval(double stated, int unit) {
    double seconds =
        switch (unit) {
          case SECONDS -> stated;
          case MILLISECONDS -> stated / 1e3;
          case MICROSECONDS -> stated / 1e6;
          default -> 0;
        };
    return seconds > 0 && Double.isFinite(seconds)
        ? OptionalDouble.of(seconds)
        : OptionalDouble.empty();
  }

  private static InvalidInputException fault(
      String file, String field, String expected, String found) {
    return new InvalidInputException(
        file,
        field,
        expected,
        found,
        "Save it as one NIfTI file, as by nibabel.save(image, 'image.nii.gz').");
  }
}
