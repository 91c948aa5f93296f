package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.ejml.data.DMatrixRMaj;
import org.entrain.math.LinearAlgebra.FloatMatrix;
import org.entrain.math.LinearAlgebra.Operand;
import org.junit.jupiter.api.Test;

class CountedAlgebraTest extends LinearAlgebraContract {

  private final AtomicLong operations = new AtomicLong();
  private final LinearAlgebra counted =
      LinearAlgebra.counted(LinearAlgebra.ejml(), operations::addAndGet);

  @Override
  LinearAlgebra algebra() {
    return counted;
  }

  @Test
  void products_ofDoubles_countTwoOperationsPerTerm() {
    DMatrixRMaj a = Matrices.doubles(4, 9, 1);
    DMatrixRMaj b = Matrices.doubles(9, 5, 2);
    counted.multiply(a, b);
    assertThat(operations.getAndSet(0)).isEqualTo(2 * 4 * 9 * 5);
    counted.multiplyTransposed(a, Matrices.doubles(3, 9, 3));
    assertThat(operations.getAndSet(0)).isEqualTo(2 * 4 * 9 * 3);
    try (Operand operand = counted.operand(a)) {
      operand.times(b);
      operand.transposedTimes(Matrices.doubles(4, 6, 4));
    }
    assertThat(operations.getAndSet(0)).isEqualTo(2 * 4 * 9 * 5 + 2 * 4 * 9 * 6);
  }

  @Test
  void symmetricProducts_countHalf() {
    counted.gram(Matrices.doubles(4, 9, 1));
    assertThat(operations.getAndSet(0)).isEqualTo(4 * 4 * 9);
    counted.gramOfColumns(Matrices.doubles(4, 9, 1));
    assertThat(operations.getAndSet(0)).isEqualTo(9 * 9 * 4);
  }

  @Test
  void productsOfFloats_countTheColumnsThatAreComputed() {
    try (FloatMatrix a = counted.allocate(3, 4);
        FloatMatrix b = counted.allocate(4, 10);
        FloatMatrix c = counted.allocate(3, 10)) {
      counted.multiply(a, b, 0, c);
      assertThat(operations.getAndSet(0)).isEqualTo(2 * 3 * 4 * 10);
      counted.multiplyColumns(a, b, 2, 5, c);
      assertThat(operations.getAndSet(0)).isEqualTo(2 * 3 * 4 * 5);
    }
  }
}
