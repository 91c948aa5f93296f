package org.entrain.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VectorsTest {

  private static final float[] FIRST = {1, 2, 3, 4, 5};
  private static final float[] SECOND = {6, 7, 8, 9, 10};

  @Test
  void ofSlices_ofSeveralArrays_isTheirSlicesOneAfterTheOther() {
    ByteBuffer bytes = Vectors.ofSlices(new float[][] {FIRST, SECOND}, 1, 3);

    assertThat(Vectors.floats(bytes)).containsExactly(2, 3, 4, 7, 8, 9);
    assertThat(bytes.remaining()).isEqualTo(6 * Float.BYTES);
  }

  @Test
  void ofSlices_ofOneWholeArray_isItsEncoding() {
    float[] values = new float[100];
    Random random = new Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(random.nextInt());
    }

    assertThat(Vectors.ofSlices(new float[][] {values}, 0, values.length))
        .isEqualTo(Vectors.ofFloats(values));
  }

  @Test
  void floats_intoAnArray_leavesWhatIsBesideThem() {
    float[] into = {-1, -1, -1, -1, -1, -1, -1};
    ByteBuffer bytes = Vectors.ofFloats(FIRST);

    int count = Vectors.floats(bytes, into, 1);

    assertThat(count).isEqualTo(5);
    assertThat(into).containsExactly(-1, 1, 2, 3, 4, 5, -1);
    assertThat(bytes.remaining()).isEqualTo(5 * Float.BYTES);
  }

  @Test
  void floats_ofABrokenNumberOfBytes_areRefused() {
    assertThatThrownBy(() -> Vectors.floats(ByteBuffer.allocate(6), new float[2], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("6 bytes");
  }
}
