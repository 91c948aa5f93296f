package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DetrendTest {

  private static final int[] RUNS = new int[30];

  static {
    Arrays.fill(RUNS, 10, 30, 1);
  }

  @Test
  void perRun_driftsOfEachRun_vanish() {
    float[] values = new float[60];
    for (int i = 0; i < 30; i++) {
      values[2 * i] = i < 10 ? 3 * i : 50 - 2 * i;
      values[2 * i + 1] = i < 10 ? i * i : 7 + i - 0.5f * i * i;
    }
    float[] quadratic = values.clone();

    Detrend.perRun(values, 2, RUNS, 1);
    Detrend.perRun(quadratic, 2, RUNS, 2);

    for (int i = 0; i < 30; i++) {
      assertThat(values[2 * i]).isCloseTo(0, offset(1e-4f));
    }
    assertThat(values[1]).isGreaterThan(1);
    assertThat(quadratic).containsExactly(new float[60], offset(1e-3f));
  }

  @Test
  void perRun_twice_isAsOnce() {
    float[] once = Matrices.normal(30, 2, 1).data;
    Detrend.perRun(once, 2, RUNS, 2);
    float[] twice = once.clone();
    Detrend.perRun(twice, 2, RUNS, 2);
    assertThat(twice).containsExactly(once, offset(1e-6f));
  }

  @Test
  void perRun_shortRuns_loseTheirMean() {
    float[] values = {4, 1, 5};
    Detrend.perRun(values, 1, new int[] {1, 2, 2}, 2);
    assertThat(values).containsExactly(new float[3], offset(1e-6f));
  }

  @Test
  void perRun_input_isChecked() {
    assertThatThrownBy(() -> Detrend.perRun(new float[5], 2, RUNS, 1))
        .hasMessageContaining("5 != 60");
    assertThatThrownBy(() -> Detrend.perRun(new float[60], 2, RUNS, 0)).hasMessageContaining("0");
  }

  @Test
  void perRun_columnThatIsAllDrift_becomesZero() {
    float[] values = new float[60];
    for (int i = 0; i < 30; i++) {
      values[2 * i] = 1000;
      values[2 * i + 1] = 3.7f + 0.1f * i;
    }
    Detrend.perRun(values, 2, new int[30], 2);
    for (int i = 0; i < 30; i++) {
      assertThat(values[2 * i]).isZero();
      assertThat(Math.abs(values[2 * i + 1])).isLessThan(1e-5f);
    }
  }
}
