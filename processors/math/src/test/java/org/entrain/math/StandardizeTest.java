package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

class StandardizeTest {

  @Test
  void rows_some_usesTheirOwnPopulationStatistics() {
    FMatrixRMaj x = new FMatrixRMaj(new float[][] {{1}, {100}, {3}, {5}});

    DMatrixRMaj z = Standardize.rows(x, new int[] {0, 2, 3});

    double deviation = Math.sqrt(8.0 / 3);
    assertThat(z.data)
        .containsExactly(new double[] {-2 / deviation, 0, 2 / deviation}, offset(1e-15));
  }

  @Test
  void columns_identicalValues_becomeZero() {
    FMatrixRMaj x = new FMatrixRMaj(7, 2);
    for (int i = 0; i < 7; i++) {
      x.set(i, 0, 0.1f); // whose mean of 7 is not 0.1f exactly
      x.set(i, 1, i);
    }

    FMatrixRMaj z = Standardize.columns(x);

    assertThat(Matrices.columns(z, 0).data).containsOnly(0);
    assertThat(z.get(6, 1)).isEqualTo(1.5f);
    assertThat(x.get(6, 1)).isEqualTo(6f);
  }

  @Test
  void perRun_runs_areStandardisedApart() {
    FMatrixRMaj x = new FMatrixRMaj(new float[][] {{1}, {3}, {500}, {900}});

    assertThat(Standardize.perRun(x, new int[] {1, 1, 2, 2}).data).containsExactly(-1, 1, -1, 1);
  }
}
