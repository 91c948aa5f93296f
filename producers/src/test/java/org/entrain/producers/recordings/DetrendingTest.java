package org.entrain.producers.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetrendingTest {

  private static final long SEED = 20260101;

  @ParameterizedTest
  @CsvSource({"1, 362", "2, 362", "2, 4", "1, 2", "2, 3", "2, 1400"})
  void basis_isOrthonormal(int degree, int rows) {
    double[][] basis = Detrending.basis(rows, degree);

    assertThat(basis).hasDimensions(degree + 1, rows);
    for (int a = 0; a <= degree; a++) {
      for (int b = 0; b <= degree; b++) {
        assertThat(dot(basis[a], basis[b])).isCloseTo(a == b ? 1 : 0, within(1e-13));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 100", "2, 100", "2, 2", "2, 1"})
  void remove_exactPolynomial_leavesNothing(int degree, int rows) {
    double[][] values = new double[rows][1];
    for (int i = 0; i < rows; i++) {
      values[i][0] = 160 - 0.3 * i + (degree == 2 ? 0.002 * i * i : 0);
    }

    Detrending.remove(values, 0, rows, degree);

    for (double[] row : values) {
      assertThat(row[0]).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"1942.65, 1", "1942.65, 2", "100, 1", "100, 2", "1000, 1", "1000, 2", "1e-30, 2"})
  void remove_constant_leavesZerosInItsRun(double constant, int degree) {
    double[][] values = noise(400, 2);
    for (int i = 20; i < 382; i++) {
      values[i][0] = constant;
    }
    double[] outside = values[382].clone();

    Detrending.remove(values, 20, 362, degree);

    for (int i = 20; i < 382; i++) {
      assertThat(values[i][0]).isZero();
      assertThat(values[i][1]).isNotZero();
    }
    assertThat(values[382]).containsExactly(outside);
  }

  /** The least that a file of float32 can tell from a constant. */
  @ParameterizedTest
  @CsvSource({"100, 1", "1e4, 1", "1e4, 2"})
  void remove_oneValueThatIsTheNextFloat_staysThere(float constant, int degree) {
    double[][] values = new double[10_000][1];
    for (double[] row : values) {
      row[0] = constant;
    }
    values[5_000][0] = Math.nextUp(constant);

    Detrending.remove(values, 0, values.length, degree);

    assertThat(values[5_000][0]).isCloseTo(Math.ulp(constant), within(0.01 * Math.ulp(constant)));
  }

  @Test
  void remove_noise_equalsTheResidualOfTheNormalEquations() {
    int rows = 60;
    double[][] values = noise(rows + 7, 3);
    double[][] expected = new double[rows][3];
    for (int c = 0; c < 3; c++) {
      double[] theta = leastSquares(values, 5, rows, c);
      for (int i = 0; i < rows; i++) {
        expected[i][c] = values[5 + i][c] - theta[0] - theta[1] * i - theta[2] * i * i;
      }
    }
    double[] outside = values[4].clone();

    Detrending.remove(values, 5, rows, 2);

    for (int i = 0; i < rows; i++) {
      assertThat(values[5 + i]).containsExactly(expected[i], within(1e-9));
    }
    assertThat(values[4]).containsExactly(outside);
  }

  @Test
  void remove_twice_changesNothingMore() {
    double[][] once = noise(50, 2);
    Detrending.remove(once, 0, 50, 2);
    double[][] twice = {once[7].clone(), once[49].clone()};

    Detrending.remove(once, 0, 50, 2);

    assertThat(once[7]).containsExactly(twice[0], within(1e-12));
    assertThat(once[49]).containsExactly(twice[1], within(1e-12));
  }

  /** Solves the 3 × 3 normal equations of 1, i, i² by Cramer's rule. */
  private static double[] leastSquares(double[][] values, int first, int rows, int column) {
    double[][] a = new double[3][3];
    double[] b = new double[3];
    for (int i = 0; i < rows; i++) {
      double[] powers = {1, i, (double) i * i};
      for (int p = 0; p < 3; p++) {
        b[p] += powers[p] * values[first + i][column];
        for (int q = 0; q < 3; q++) {
          a[p][q] += powers[p] * powers[q];
        }
      }
    }
    double[] theta = new double[3];
    for (int p = 0; p < 3; p++) {
      double[][] replaced = {a[0].clone(), a[1].clone(), a[2].clone()};
      for (int q = 0; q < 3; q++) {
        replaced[q][p] = b[q];
      }
      theta[p] = determinant(replaced) / determinant(a);
    }
    return theta;
  }

  private static double determinant(double[][] m) {
    return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
        - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
  }

  private static double[][] noise(int rows, int columns) {
    Random random = new Random(SEED);
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      for (int c = 0; c < columns; c++) {
        row[c] = 10 * c + random.nextGaussian();
      }
    }
    return values;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }
}
