package org.entrain.formats.nifti;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Types of voxels that are read, with their codes in the header (nifti1.h, DT_*). */
enum NiftiType {
  UINT8(2, Byte.BYTES),
  INT16(4, Short.BYTES),
  INT32(8, Integer.BYTES),
  FLOAT32(16, Float.BYTES),
  FLOAT64(64, Double.BYTES),
  INT8(256, Byte.BYTES),
  UINT16(512, Short.BYTES),
  UINT32(768, Integer.BYTES),
  INT64(1024, Long.BYTES);

  private final int code;
  private final int bytes;

  NiftiType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  static Optional<NiftiType> of(int code) {
    return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
  }

  int code() {
    return code;
  }

  /** Bytes of one voxel. */
  int bytes() {
    return bytes;
  }

  /** Value as it is stored, in the buffer's byte order; an INT64 beyond 2^53 is rounded. */
  double number(ByteBuffer data, int at) {
    return switch (this) {
      case UINT8 -> Byte.toUnsignedInt(data.get(at));
      case INT8 -> data.get(at);
      case INT16 -> data.getShort(at);
      case UINT16 -> Short.toUnsignedInt(data.getShort(at));
      case INT32 -> data.getInt(at);
      case UINT32 -> Integer.toUnsignedLong(data.getInt(at));
      case INT64 -> (double) data.getLong(at);
      case FLOAT32 -> data.getFloat(at);
      case FLOAT64 -> data.getDouble(at);
    };
  }
}
