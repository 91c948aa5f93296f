package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Offset;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.entrain.math.LinearAlgebra.FloatMatrix;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link LinearAlgebra} holds. */
abstract class LinearAlgebraContract {

  abstract LinearAlgebra algebra();

  @Test
  void gram_ofRows_isSymmetricProduct() {
    DMatrixRMaj a = Matrices.doubles(7, 11, 1);
    DMatrixRMaj expected = new DMatrixRMaj(7, 7);
    CommonOps_DDRM.multTransB(a, a, expected);
    assertSame(algebra().gram(a), expected, 1e-12);
  }

  @Test
  void gram_ofScaledColumns_isThatOfTheScaledMatrix() {
    DMatrixRMaj a = Matrices.doubles(7, 4, 1);
    double[] scale = {0.5, -2, 0, 3};
    DMatrixRMaj scaled = a.copy();
    CommonOps_DDRM.multCols(scaled, scale);
    DMatrixRMaj product = new DMatrixRMaj(7, 7);
    algebra().gram(a, new int[] {0, 1, 2, 3, 4, 5, 6}, scale, product);
    assertSame(product, algebra().gram(scaled), 1e-12);
    assertThatThrownBy(() -> algebra().gram(a, new int[7], new double[3], product))
        .hasMessageContaining("4 != 3");
  }

  @Test
  void multiply_doubles_isProduct() {
    DMatrixRMaj a = Matrices.doubles(4, 9, 2);
    DMatrixRMaj b = Matrices.doubles(9, 5, 3);
    DMatrixRMaj expected = new DMatrixRMaj(4, 5);
    CommonOps_DDRM.mult(a, b, expected);
    assertSame(algebra().multiply(a, b), expected, 1e-12);
    assertThatThrownBy(() -> algebra().multiply(a, a)).hasMessageContaining("differ: 9 != 4");
    DMatrixRMaj transposed = CommonOps_DDRM.transpose(b, null);
    assertSame(algebra().multiplyTransposed(a, transposed), expected, 1e-12);
    assertThatThrownBy(() -> algebra().multiplyTransposed(a, b)).hasMessageContaining("9 != 5");
  }

  @Test
  void eigen_ofSymmetric_rebuildsItInAscendingOrder() {
    DMatrixRMaj k = algebra().gram(Matrices.doubles(12, 5, 4));
    LinearAlgebra.Eigen eigen = algebra().eigen(k);
    assertThat(eigen.values()).isSorted();
    DMatrixRMaj scaled = eigen.vectors().copy();
    for (int i = 0; i < scaled.getNumElements(); i++) {
      scaled.data[i] *= eigen.values()[i / 12];
    }
    DMatrixRMaj rebuilt = new DMatrixRMaj(12, 12);
    CommonOps_DDRM.multTransA(eigen.vectors(), scaled, rebuilt);
    assertSame(rebuilt, k, 1e-11);
  }

  @Test
  void solvePositive_definite_solves() {
    DMatrixRMaj a = algebra().gram(Matrices.doubles(6, 30, 5));
    DMatrixRMaj x = Matrices.doubles(6, 3, 6);
    DMatrixRMaj b = algebra().multiply(a, x);
    assertThat(algebra().solvePositive(a.copy(), b)).isTrue();
    assertSame(b, x, 1e-10);
  }

  @Test
  void operand_times_isTheProduct() {
    DMatrixRMaj a = Matrices.doubles(7, 5, 9);
    DMatrixRMaj b = Matrices.doubles(5, 3, 10);
    DMatrixRMaj c = Matrices.doubles(7, 2, 11);
    try (LinearAlgebra.Operand operand = algebra().operand(a)) {
      assertSame(operand.times(b), CommonOps_DDRM.mult(a, b, null), 1e-12);
      assertSame(operand.transposedTimes(c), CommonOps_DDRM.multTransA(a, c, null), 1e-12);
    }
  }

  @Test
  void factorPositive_definite_givesTheLowerTriangle() {
    try (FloatMatrix a = algebra().allocate(3, 3)) {
      a.set(new float[] {4, 0, 0, 2, 10, 0, -2, 5, 9});

      assertThat(algebra().factorPositive(a)).isTrue();

      float[] factor = new float[9];
      a.get(0, 3, factor);
      assertThat(new float[] {factor[0], factor[3], factor[4]}).containsExactly(2, 1, 3);
      assertThat(new float[] {factor[6], factor[7], factor[8]}).containsExactly(-1, 2, 2);
    }
  }

  @Test
  void factorPositive_indefinite_saysSo() {
    try (FloatMatrix a = algebra().allocate(2, 2)) {
      a.set(new float[] {1, 0, 2, 1});
      assertThat(algebra().factorPositive(a)).isFalse();
    }
  }

  @Test
  void solveFactored_ofTheMatrixTimesAVector_givesItBack() {
    try (FloatMatrix a = algebra().allocate(3, 3)) {
      a.set(new float[] {4, 0, 0, 2, 10, 0, -2, 5, 9});
      float[] product = {2, 37, 35}; // of 1, 2, 3

      assertThat(algebra().factorPositive(a)).isTrue();
      algebra().solveFactored(a, product);

      assertThat(product).containsExactly(new float[] {1, 2, 3}, Offset.offset(1e-5f));
    }
  }

  @Test
  void solvePositive_indefinite_saysSo() {
    DMatrixRMaj a = new DMatrixRMaj(new double[][] {{1, 2}, {2, 1}});
    assertThat(algebra().solvePositive(a, new DMatrixRMaj(2, 1))).isFalse();
  }

  @Test
  void multiply_floatsIntoLargerTarget_fillsTheFirstRows() {
    FMatrixRMaj a = Matrices.normal(3, 40, 7);
    FMatrixRMaj b = Matrices.normal(40, 8, 8);
    float[] c = new float[5 * 8];
    try (FloatMatrix left = algebra().allocate(3, 40);
        FloatMatrix right = algebra().allocate(42, 8);
        FloatMatrix target = algebra().allocate(5, 8)) {
      left.set(a.data);
      float[] shifted = new float[42 * 8];
      System.arraycopy(b.data, 0, shifted, 2 * 8, 40 * 8);
      right.set(shifted);
      algebra().multiply(left, right, 2, target);
      target.get(0, 5, c);
      assertThatThrownBy(() -> algebra().multiply(left, right, 3, target))
          .hasMessageContaining("40 rows from row 3 on, of 42");
      assertThatThrownBy(() -> algebra().multiply(target, target, 0, target))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 8; j++) {
        double sum = 0;
        for (int k = 0; i < 3 && k < 40; k++) {
          sum += a.get(i, k) * b.get(k, j);
        }
        assertThat((double) c[i * 8 + j]).isCloseTo(sum, within(1e-5));
      }
    }
  }

  @Test
  void gramOfColumns_matrix_isGramOfItsTranspose() {
    DMatrixRMaj a = Matrices.doubles(7, 4, 9);
    assertSame(
        algebra().gramOfColumns(a), algebra().gram(CommonOps_DDRM.transpose(a, null)), 1e-12);
  }

  private static org.assertj.core.data.Offset<Double> within(double tolerance) {
    return org.assertj.core.data.Offset.offset(tolerance);
  }

  private static void assertSame(DMatrixRMaj actual, DMatrixRMaj expected, double tolerance) {
    assertThat(MatrixFeatures_DDRM.isIdentical(actual, expected, tolerance))
        .as("%s%n%s", actual, expected)
        .isTrue();
  }
}
