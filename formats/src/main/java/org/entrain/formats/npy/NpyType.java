package org.entrain.formats.npy;

import java.nio.ByteBuffer;

/** Types of elements that are read: the numbers the published layouts use, and fixed-width text. */
enum NpyType {
  F4(Float.BYTES),
  F8(Double.BYTES),
  I4(Integer.BYTES),
  I8(Long.BYTES),
  /** UTF-32 code points, padded by zeros. */
  TEXT(Integer.BYTES);

  private final int bytes;

  NpyType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one number, or of one character. */
  int bytes() {
    return bytes;
  }

  double number(ByteBuffer data, int at) {
    return switch (this) {
      case F4 -> data.getFloat(at);
      case F8 -> data.getDouble(at);
      case I4 -> data.getInt(at);
      case I8 -> (double) data.getLong(at);
      case TEXT -> throw new IllegalStateException("text is no number");
    };
  }
}
