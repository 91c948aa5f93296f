package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

class LagsTest {

  private static final FMatrixRMaj FEATURES =
      new FMatrixRMaj(new float[][] {{1, 10}, {2, 20}, {3, 30}, {4, 40}, {5, 50}});
  private static final int[] RUNS = {1, 1, 1, 2, 2};

  @Test
  void apply_twoRuns_staysWithinThem() {
    FMatrixRMaj lagged = Lags.of(0, 2).apply(FEATURES, RUNS);

    assertThat(lagged.data)
        .containsExactly(1, 10, 0, 0, 2, 20, 0, 0, 3, 30, 1, 10, 4, 40, 0, 0, 5, 50, 0, 0);
  }

  @Test
  void row_oneByOne_equalsApply() {
    Lags lags = Lags.of(1, 2, 3, 4);
    FMatrixRMaj expected = lags.apply(FEATURES, new int[5]);
    for (int t = 0; t < 5; t++) {
      float[] row = lags.row(t, 2, s -> new float[] {FEATURES.get(s, 0), FEATURES.get(s, 1)});
      for (int j = 0; j < row.length; j++) {
        assertThat(row[j]).isEqualTo(expected.get(t, j));
      }
    }
    assertThat(lags.max()).isEqualTo(4);
    assertThat(lags.count()).isEqualTo(4);
  }

  @Test
  void row_trWithoutWords_isZero() {
    assertThat(Lags.of(0, 1).row(3, 2, t -> t == 3 ? null : new float[] {t, t}))
        .containsExactly(0, 0, 2, 2);
  }

  @Test
  void input_impossible_isRefused() {
    assertThatThrownBy(() -> Lags.of()).hasMessageContaining("no lags");
    assertThatThrownBy(() -> Lags.of(-1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> Lags.of(1, 1)).hasMessageContaining("[1, 1]");
    assertThatThrownBy(() -> Lags.of(0).apply(FEATURES, new int[4])).hasMessageContaining("5 != 4");
    assertThatThrownBy(() -> Lags.of(0).row(0, 3, t -> new float[2]))
        .hasMessageContaining("2 != 3");
  }
}
