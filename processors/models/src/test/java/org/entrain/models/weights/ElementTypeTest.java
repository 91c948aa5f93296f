package org.entrain.models.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class ElementTypeTest {

  @Test
  void half_ofEveryBitPattern_followsTheDefinition() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      double sign = bits >> 15 == 0 ? 1 : -1;
      int exponent = bits >> 10 & 31;
      double fraction = (bits & 1023) / 1024.0;
      double expected =
          switch (exponent) {
            case 0 -> sign * fraction * Math.pow(2, -14);
            case 31 -> fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
            default -> sign * (1 + fraction) * Math.pow(2, exponent - 15);
          };
      float actual = ElementType.halfToFloat((short) bits);
      assertThat(Double.compare(actual, expected)).as("bits %x", bits).isZero();
    }
  }

  @Test
  void brainFloat_isTheUpperHalfOfAFloat() {
    ByteBuffer source = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    source.putShort((short) 0x3fc0).putShort((short) 0xc040).flip();
    FloatBuffer target = FloatBuffer.allocate(2);

    ElementType.BF16.widen(source, target);

    assertThat(target.array()).containsExactly(1.5f, -3f);
    assertThat(source.hasRemaining()).isFalse();
  }
}
