package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignFlipTest {

  @Test
  void p_ofFewValues_isCountedByHand() {
    // |±1 ± 2 ± 3| ≥ 4 for the signs +++, −++ and their opposites: 4 of 8.
    assertThat(SignFlip.p(new double[] {-1, 2, 3})).isEqualTo(0.5);
    assertThat(SignFlip.p(new double[] {1, 2, 3})).isEqualTo(0.25);
    assertThat(SignFlip.p(new double[] {0.3})).isEqualTo(1);
    assertThat(SignFlip.p(new double[] {0, 0, 0})).isEqualTo(1);
  }

  @Test
  void p_ofOneSign_isTheSmallestPossible() {
    double[] values = {0.1, 0.2, 0.3, 0.1, 0.7, 0.2};
    assertThat(SignFlip.p(values)).isEqualTo(1 / 32.0).isEqualTo(SignFlip.smallest(6));
    assertThat(SignFlip.smallest(3)).isEqualTo(0.25);
  }

  @Test
  void p_ofTies_isNotSplitByRounding() {
    // 0.1 + 0.2 + 0.3 depends on the order of the sum in its last bit; all of one size tie.
    assertThat(SignFlip.p(new double[] {0.1, 0.2, 0.3, -0.6})).isEqualTo(1);
    assertThat(SignFlip.p(new double[] {0.1, 0.1, 0.1, -0.1})).isEqualTo(10 / 16.0);
  }

  @Test
  void p_ofOrderSignAndScale_isInvariant() {
    Random random = new Random(3);
    double[] values = random.doubles(11, -1, 1.5).toArray();
    double[] turned = new double[values.length];
    Arrays.setAll(turned, i -> -7 * values[values.length - 1 - i]);
    assertThat(SignFlip.p(turned)).isEqualTo(SignFlip.p(values));
  }

  @Test
  void p_onNoise_isUniform() {
    Random random = new Random(5);
    int below = 0;
    int draws = 2000;
    for (int draw = 0; draw < draws; draw++) {
      below += SignFlip.p(random.doubles(9, -1, 1).toArray()) <= 0.125 ? 1 : 0;
    }
    // Binomial with mean 250 and standard deviation 15.
    assertThat(below).isBetween(190, 310);
  }

  @Test
  void p_ofMoreThanCanBeCounted_isCloseToTheExactOne() {
    double[] values = new double[SignFlip.EXACT + 1];
    // All of one size: the sum is binomial; 5 of 21 with the other sign.
    Arrays.fill(values, 1);
    Arrays.fill(values, 0, 5, -1);
    double exact = 2 * (1 + 21 + 210 + 1330 + 5985 + 20349) / Math.pow(2, 21);
    assertThat(SignFlip.p(values)).isCloseTo(exact, within(0.003)).isEqualTo(SignFlip.p(values));
    assertThat(SignFlip.smallest(values.length)).isLessThan(0.001);
  }

  @Test
  void p_ofNobody_isRefused() {
    assertThatThrownBy(() -> SignFlip.p(new double[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
