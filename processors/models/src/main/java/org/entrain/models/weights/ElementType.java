package org.entrain.models.weights;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Locale;
import java.util.Optional;

/** Element types of stored tensors. Only the three that weights come in can be widened. */
public enum ElementType {
  F32(4, true),
  F16(2, true),
  BF16(2, true),
  F64(8, false),
  F8_E4M3(1, false),
  F8_E5M2(1, false),
  I64(8, false),
  I32(4, false),
  I16(2, false),
  I8(1, false),
  U64(8, false),
  U32(4, false),
  U16(2, false),
  U8(1, false),
  BOOL(1, false);

  private final int bytes;
  private final boolean weight;

  ElementType(int bytes, boolean weight) {
    this.bytes = bytes;
    this.weight = weight;
  }

  public int bytes() {
    return bytes;
  }

  /** Whether weights may have this type. */
  public boolean isWeight() {
    return weight;
  }

  /** The type with a name such as {@code BF16}, in any case of letters. */
  public static Optional<ElementType> named(String name) {
    for (ElementType type : values()) {
      if (type.name().equals(name.toUpperCase(Locale.ROOT))) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /**
   * Widens all remaining elements to float32; every value of F16 and BF16 is one of float32, so
   * nothing is rounded.
   *
   * @param source little-endian; its position moves to its limit
   * @param target has room for as many elements; its position moves behind them
   * @throws IllegalArgumentException if this is not a type of weights
   */
  public void widen(ByteBuffer source, FloatBuffer target) {
    int from = source.position();
    int to = target.position();
    int count = source.remaining() / bytes;
    // Absolute access: the JIT keeps no position and checks bounds once.
    switch (this) {
      case F32 -> target.put(source.asFloatBuffer());
      case F16 -> {
        float[] table = Halves.WIDENED;
        for (int i = 0; i < count; i++) {
          target.put(to + i, table[source.getShort(from + 2 * i) & 0xffff]);
        }
      }
      case BF16 -> {
        for (int i = 0; i < count; i++) {
          target.put(to + i, Float.intBitsToFloat(source.getShort(from + 2 * i) << 16));
        }
      }
      default -> throw new IllegalArgumentException("not a weight type: " + this);
    }
    source.position(source.limit());
    target.position(to + count);
  }

  /** IEEE 754 binary16 to binary32: sign 1, exponent 5 (bias 15), fraction 10 bits. */
  static float halfToFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >>> 10) & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0) {
      // Subnormal: fraction · 2^-24, exact in float32.
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wide = exponent == 0x1f ? 0xff : exponent + 127 - 15;
    return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
  }

  /** All 65,536 float16 values: 256 KiB that stay in the cache and widen fastest (RATIONALE.md). */
  private static final class Halves {

    static final float[] WIDENED = new float[1 << 16];

    static {
      for (int bits = 0; bits < WIDENED.length; bits++) {
        WIDENED[bits] = halfToFloat((short) bits);
      }
    }
  }
}
