package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairedTestTest {

  // Expected values: scipy.stats.ttest_rel of SciPy 1.17.1.

  @Test
  void of_participants_equalsScipy() {
    PairedTest test =
        PairedTest.of(
            new double[] {0.31, 0.12, 0.45, 0.27, 0.08, 0.51},
            new double[] {0.25, 0.15, 0.38, 0.2, 0.1, 0.4});

    assertThat(test.t()).isCloseTo(1.904365889754405, within(1e-12));
    assertThat(test.p()).isCloseTo(0.11521603871778714, within(1e-12));
    assertThat(test.degreesOfFreedom()).isEqualTo(5);
    assertThat(test.meanDifference()).isCloseTo(0.043333333333333335, within(1e-15));
  }

  @Test
  void of_voxels_equalsScipy() {
    PairedTest test =
        PairedTest.of(
            IntStream.range(0, 2000).mapToDouble(i -> Math.sin(i * 0.7) + 0.02).toArray(),
            IntStream.range(0, 2000).mapToDouble(i -> Math.cos(i * 1.3) * 0.5).toArray());

    assertThat(test.t()).isCloseTo(1.1711870495813108, within(1e-9));
    assertThat(test.p()).isCloseTo(0.24166318334768885, within(1e-9));
    assertThat(test.degreesOfFreedom()).isEqualTo(1999);
  }

  @Test
  void of_swappedConditions_changesTheSignOnly() {
    double[] a = {3.1, 3.2, 3.3};
    double[] b = {1, 1.1, 1.3};

    assertThat(PairedTest.of(b, a).t()).isEqualTo(-PairedTest.of(a, b).t());
    assertThat(PairedTest.of(b, a).p()).isEqualTo(PairedTest.of(a, b).p());
    assertThat(PairedTest.of(a, b).p()).isCloseTo(0.00026004421191209266, within(1e-12));
  }

  @Test
  void of_differencesWithoutVariance_isDefined() {
    double[] a = {0.1, 0.2, 0.7};

    assertThat(PairedTest.of(a, a)).isEqualTo(new PairedTest(0, 2, 1, 0));
    assertThat(PairedTest.of(new double[] {1, 2}, new double[] {3, 4}))
        .isEqualTo(new PairedTest(Double.NEGATIVE_INFINITY, 1, 0, -2));
  }

  @Test
  void of_impossiblePairs_isRefusedWithTheNumbers() {
    assertThatThrownBy(() -> PairedTest.of(new double[] {1}, new double[] {2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a paired test needs two pairs, got 1");
    assertThatThrownBy(() -> PairedTest.of(new double[3], new double[2]))
        .hasMessage("values of a pair differ: 3 != 2");
    assertThatThrownBy(() -> PairedTest.of(new double[] {1, Double.NaN}, new double[2]))
        .hasMessage("pair 1 is NaN and 0.0");
  }
}
