package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FdrTest {

  private static final double[] P = {0.01, 0.04, 0.03, 0.005, 0.55, 0.04, 0.9};

  // Expected values: scipy.stats.false_discovery_control of SciPy 1.17.1, methods bh and by.

  @Test
  void benjaminiHochberg_ties_equalsScipy() {
    assertThat(Fdr.benjaminiHochberg(P))
        .containsExactly(
            new double[] {0.035, 0.056, 0.056, 0.035, 0.6416666666666667, 0.056, 0.9},
            offset(1e-15));
  }

  @Test
  void benjaminiYekutieli_ties_equalsScipy() {
    assertThat(Fdr.benjaminiYekutieli(P))
        .containsExactly(
            new double[] {0.09075, 0.1452, 0.1452, 0.09075, 1, 0.1452, 1}, offset(1e-15));
  }

  @Test
  void q_ofMany_risesWithPAndIsNeverBelow() {
    Random random = new Random(1);
    double[] p = random.doubles(1000).map(x -> Math.round(x * x * 200) / 200.0).toArray();
    double[] hochberg = Fdr.benjaminiHochberg(p);
    double[] yekutieli = Fdr.benjaminiYekutieli(p);
    Integer[] order = new Integer[p.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(p[a], p[b]));

    for (int i = 0; i < p.length; i++) {
      assertThat(hochberg[i]).isBetween(p[i], yekutieli[i]);
      if (i > 0) {
        double step = hochberg[order[i]] - hochberg[order[i - 1]];
        assertThat(step).isNotNegative();
        if (p[order[i]] == p[order[i - 1]]) {
          assertThat(step).isZero();
        }
      }
    }
  }

  @Test
  void q_zeros_areZeroWhateverTheirSign() {
    assertThat(Fdr.benjaminiHochberg(new double[] {0.0, -0.0, 1})).containsExactly(0, 0, 1);
    assertThat(Fdr.benjaminiHochberg(new double[0])).isEmpty();
  }

  @Test
  void q_noProbability_isRefused() {
    assertThatThrownBy(() -> Fdr.benjaminiHochberg(new double[] {0.5, Double.NaN}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("p-value 1 is NaN");
    assertThatThrownBy(() -> Fdr.benjaminiYekutieli(new double[] {1.5}))
        .hasMessage("p-value 0 is 1.5");
  }
}
