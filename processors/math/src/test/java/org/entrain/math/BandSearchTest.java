package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BandSearchTest {

  @Test
  void candidates_threeBands_beginWithCornersAndCentre() {
    double[][] candidates = BandSearch.of(6, 3).candidates(3);

    assertThat(candidates).hasDimensions(10, 3);
    assertThat(candidates[0]).containsExactly(1, 0, 0);
    assertThat(candidates[1]).containsExactly(0, 1, 0);
    assertThat(candidates[2]).containsExactly(0, 0, 1);
    assertThat(candidates[3]).containsExactly(1.0 / 3, 1.0 / 3, 1.0 / 3);
    for (double[] weights : candidates) {
      assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-12));
      assertThat(Arrays.stream(weights)).allMatch(weight -> weight >= 0);
    }
  }

  @Test
  void candidates_oneBand_areOne() {
    assertThat(BandSearch.of(6, 3).candidates(1)).isDeepEqualTo(new double[][] {{1}});
  }

  @Test
  void candidates_sameSeed_areTheSame() {
    assertThat(BandSearch.of(20, 4).candidates(2))
        .isDeepEqualTo(BandSearch.of(20, 4).candidates(2));
    assertThat(BandSearch.of(20, 4).candidates(2)[5])
        .isNotEqualTo(BandSearch.of(20, 5).candidates(2)[5]);
  }

  /** Of k bands, each weight has mean 1/k and variance (k − 1) / (k² (k c + 1)). */
  @Test
  void samples_anyConcentration_haveTheMomentsOfTheirDistribution() {
    int count = 20_000;
    for (double concentration : new double[] {0.1, 1, 3}) {
      double[][] candidates = new BandSearch(count, 11, List.of(concentration)).candidates(3);
      double mean = 0;
      double square = 0;
      for (int i = 4; i < candidates.length; i++) {
        mean += candidates[i][1] / count;
        square += Math.pow(candidates[i][1] - 1.0 / 3, 2) / count;
      }
      double variance = 2 / (9 * (3 * concentration + 1));
      assertThat(mean).isCloseTo(1.0 / 3, within(4 * Math.sqrt(variance / count)));
      assertThat(square / variance).isCloseTo(1, within(0.05));
    }
  }

  @Test
  void samples_twoConcentrations_takeTurns() {
    double[][] candidates = new BandSearch(400, 2, List.of(0.01, 100.0)).candidates(2);
    for (int i = 3; i < candidates.length; i++) {
      double distance = Math.abs(candidates[i][0] - 0.5);
      assertThat(distance).matches(i % 2 == 1 ? d -> d > 0 : d -> d < 0.2);
    }
  }

  @Test
  void search_impossibleValues_isRefusedWithThem() {
    assertThatThrownBy(() -> BandSearch.of(-1, 0)).hasMessageContaining("-1");
    assertThatThrownBy(() -> new BandSearch(1, 0, List.of())).hasMessageContaining("1 samples");
    assertThatThrownBy(() -> new BandSearch(1, 0, List.of(0.0))).hasMessageContaining("0.0");
    assertThatThrownBy(() -> BandSearch.of(1, 0).candidates(0)).hasMessageContaining("0");
  }
}
