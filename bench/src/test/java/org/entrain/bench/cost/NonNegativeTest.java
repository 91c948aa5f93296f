package org.entrain.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NonNegativeTest {

  private static final double[][] A = {{1, 2, 0}, {0, 1, 1}, {3, 0, 1}, {1, 1, 1}};

  @Test
  void solve_exactSystemOfPositiveCoefficients_findsThem() {
    double[] x = NonNegative.solve(A, product(A, new double[] {2, 0.5, 3}));

    assertThat(x).containsExactly(new double[] {2, 0.5, 3}, within(1e-12));
  }

  @Test
  void solve_columnsOfVeryDifferentScale_findsThem() {
    double[][] a = new double[A.length][];
    for (int i = 0; i < A.length; i++) {
      a[i] = new double[] {A[i][0] * 1e-9, A[i][1], A[i][2] * 1e12};
    }

    double[] x = NonNegative.solve(a, product(a, new double[] {2e9, 0.5, 3e-12}));

    assertThat(x[0]).isCloseTo(2e9, within(1e-2));
    assertThat(x[1]).isCloseTo(0.5, within(1e-9));
    assertThat(x[2]).isCloseTo(3e-12, within(1e-20));
  }

  /** By hand: with x₂ = 0 the least squares of columns (1, 1) and b = (2, 1) are x₁ = 1.5. */
  @Test
  void solve_whereFreeLeastSquaresIsNegative_leavesThatAtZero() {
    double[] x = NonNegative.solve(new double[][] {{1, 0}, {1, 1}}, new double[] {2, 1});

    assertThat(x).containsExactly(new double[] {1.5, 0}, within(1e-12));
  }

  @Test
  void solve_ofNothingThatHelps_isZero() {
    assertThat(NonNegative.solve(new double[][] {{1}, {2}}, new double[] {-1, -1}))
        .containsExactly(0);
  }

  /** Karush, Kuhn and Tucker: no descent along free coefficients, none upwards along others. */
  @Test
  void solve_ofRandomSystems_isOptimal() {
    Random random = new Random(5);
    for (int trial = 0; trial < 50; trial++) {
      double[][] a = new double[12][5];
      double[] b = new double[12];
      for (int i = 0; i < b.length; i++) {
        b[i] = random.nextGaussian();
        for (int j = 0; j < 5; j++) {
          a[i][j] = random.nextGaussian();
        }
      }

      double[] x = NonNegative.solve(a, b);

      double[] error = product(a, x);
      for (int j = 0; j < 5; j++) {
        double descent = 0;
        for (int i = 0; i < b.length; i++) {
          descent += a[i][j] * (b[i] - error[i]);
        }
        assertThat(x[j]).isNotNegative();
        assertThat(descent).isLessThan(1e-8);
        assertThat(x[j] * descent).isCloseTo(0, within(1e-8));
      }
    }
  }

  private static double[] product(double[][] a, double[] x) {
    double[] b = new double[a.length];
    for (int i = 0; i < b.length; i++) {
      for (int j = 0; j < x.length; j++) {
        b[i] += a[i][j] * x[j];
      }
    }
    return b;
  }
}
