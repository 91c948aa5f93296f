package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

class PcaTest {

  private static final LinearAlgebra ALGEBRA = LinearAlgebra.best();

  @Test
  void project_line_isCentredAndNotWhitened() {
    FMatrixRMaj x = new FMatrixRMaj(new float[][] {{0, 0}, {3, -4}, {6, -8}});

    FMatrixRMaj scores = Pca.fit(ALGEBRA, x, new int[] {0, 1, 2}, 1).project(x);

    // The loading of largest magnitude, on the second feature, is positive.
    assertThat(scores.data).containsExactly(new float[] {5, 0, -5}, offset(1e-5f));
  }

  @Test
  void project_allComponents_keepsDistancesAndDecorrelates() {
    FMatrixRMaj x = Matrices.normal(30, 6, 1);
    int[] all = IntStream.range(0, 30).toArray();

    FMatrixRMaj scores = Pca.fit(ALGEBRA, x, all, 6).project(x);

    assertThat(distance(scores, 3, 17)).isCloseTo(distance(x, 3, 17), offset(1e-5));
    double variance = Double.MAX_VALUE;
    for (int c = 0; c < 6; c++) {
      double own = product(scores, c, c);
      assertThat(own).isLessThan(variance);
      variance = own;
      if (c > 0) {
        assertThat(product(scores, c, c - 1)).isCloseTo(0, offset(1e-4));
      }
    }
  }

  @Test
  void fit_rowsLeftOut_doNotMatter() {
    FMatrixRMaj x = Matrices.normal(30, 6, 2);
    FMatrixRMaj changed = x.copy();
    changed.set(29, 0, 1000);
    int[] rows = IntStream.range(0, 29).toArray();

    FMatrixRMaj expected = Pca.fit(ALGEBRA, x, rows, 3).project(x);

    assertThat(Pca.fit(ALGEBRA, changed, rows, 3).project(x).data).isEqualTo(expected.data);
    assertThat(Pca.fit(LinearAlgebra.ejml(), x, rows, 3).project(x).data)
        .containsExactly(expected.data, offset(1e-5f));
  }

  @Test
  void fit_tooManyComponents_isRefused() {
    FMatrixRMaj x = Matrices.normal(30, 6, 3);
    assertThatThrownBy(() -> Pca.fit(ALGEBRA, x, new int[] {1, 2, 3}, 4))
        .hasMessageContaining("4 components of 3 rows");
  }

  private static double distance(FMatrixRMaj x, int i, int j) {
    double sum = 0;
    for (int c = 0; c < x.numCols; c++) {
      sum += Math.pow(x.get(i, c) - x.get(j, c), 2);
    }
    return Math.sqrt(sum);
  }

  private static double product(FMatrixRMaj x, int c, int d) {
    return IntStream.range(0, x.numRows).mapToDouble(i -> x.get(i, c) * x.get(i, d)).sum();
  }
}
