package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignFlipTest {

  @Test
  void of_sevenParticipants_equalsScipysExactTest() {
    // scipy.stats.permutation_test, permutation_type='samples', all 128 patterns, SciPy 1.17.1.
    SignFlip test = SignFlip.of(new double[] {0.5, -0.1, 0.3, 0.2, 0.45, -0.05, 0.25}, 1);

    assertThat(test.p()).isEqualTo(0.0625);
    assertThat(test.exact()).isTrue();
    assertThat(test.mean()).isCloseTo(1.55 / 7, within(1e-15));
  }

  @Test
  void of_threeAgreeingParticipants_reachesNoLessThanAQuarter() {
    assertThat(SignFlip.of(new double[] {1, 2, 3}, 1).p()).isEqualTo(0.25);
    assertThat(SignFlip.smallestP(3)).isEqualTo(0.25);
    assertThat(SignFlip.smallestP(5)).isGreaterThan(0.05);
    assertThat(SignFlip.smallestP(6)).isLessThan(0.05);
  }

  @Test
  void of_tiesThatRoundingWouldBreak_areCounted() {
    // Sums of ±0.1 ± 0.2 ± 0.3 ± 0.4 that are equally far from 0 differ by rounding.
    assertThat(SignFlip.of(new double[] {0.1, 0.2, 0.3, -0.4}, 1).p()).isEqualTo(7 / 8.0);
    assertThat(SignFlip.of(new double[] {0.1, -0.2, 0.3, -0.4}, 1).p()).isEqualTo(7 / 8.0);
    assertThat(SignFlip.of(new double[] {0.1, 0.2, -0.3, 0.4}, 1).p()).isEqualTo(5 / 8.0);
    assertThat(SignFlip.of(new double[] {0.1, 0.2, -0.3, -0.4}, 1).p()).isEqualTo(5 / 8.0);
    assertThat(SignFlip.of(new double[4], 1).p()).isEqualTo(1);
  }

  @Test
  void of_moreThanTwenty_samplesPatternsBySeed() {
    Random random = new Random(3);
    double[] differences = random.doubles(24, -1, 1.4).toArray();
    double sum = 0;
    double squares = 0;
    for (double difference : differences) {
      sum += difference;
      squares += difference * difference;
    }
    SignFlip test = SignFlip.of(differences, 7);

    assertThat(test.exact()).isFalse();
    assertThat(test).isEqualTo(SignFlip.of(differences, 7));
    assertThat(test.p()).isNotEqualTo(SignFlip.of(differences, 8).p());
    // By the central limit theorem the flipped sums are about normal of variance Σ d².
    assertThat(test.p()).isCloseTo(twoSided(sum / Math.sqrt(squares)), within(0.02));
    assertThat(SignFlip.smallestP(24)).isEqualTo(1 / 100_001.0);
  }

  @Test
  void of_manyAgreeing_drawsUntilTheSmallestPossible() {
    double[] differences = new Random(4).doubles(40, 0.5, 1).toArray();

    assertThat(SignFlip.of(differences, 1).p()).isEqualTo(SignFlip.smallestP(40));
  }

  @Test
  void of_twentyAgreeing_isTheSmallestPossible() {
    double[] differences = new Random(4).doubles(20, 0.1, 1).toArray();

    assertThat(SignFlip.of(differences, 1).p()).isEqualTo(SignFlip.smallestP(20));
  }

  @Test
  void of_nobodyOrNaN_isRefused() {
    assertThatThrownBy(() -> SignFlip.of(new double[0], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a sign-flip test needs a difference, got 0");
    assertThatThrownBy(() -> SignFlip.of(new double[] {1, Double.NaN}, 1))
        .hasMessage("difference 1 is NaN");
  }

  @Test
  void p_ofFewValues_isCountedByHand() {
    // |±1 ± 2 ± 3| ≥ 4 for the signs +++, −++ and their opposites: 4 of 8.
    assertThat(p(new double[] {-1, 2, 3})).isEqualTo(0.5);
    assertThat(p(new double[] {1, 2, 3})).isEqualTo(0.25);
    assertThat(p(new double[] {0.3})).isEqualTo(1);
    assertThat(p(new double[] {0, 0, 0})).isEqualTo(1);
  }

  @Test
  void p_ofOneSign_isTheSmallestPossible() {
    double[] values = {0.1, 0.2, 0.3, 0.1, 0.7, 0.2};
    assertThat(p(values)).isEqualTo(1 / 32.0).isEqualTo(SignFlip.smallestP(6));
    assertThat(SignFlip.smallestP(3)).isEqualTo(0.25);
  }

  @Test
  void p_ofTies_isNotSplitByRounding() {
    // 0.1 + 0.2 + 0.3 depends on the order of the sum in its last bit; all of one size tie.
    assertThat(p(new double[] {0.1, 0.2, 0.3, -0.6})).isEqualTo(1);
    assertThat(p(new double[] {0.1, 0.1, 0.1, -0.1})).isEqualTo(10 / 16.0);
  }

  @Test
  void p_ofOrderSignAndScale_isInvariant() {
    Random random = new Random(3);
    double[] values = random.doubles(11, -1, 1.5).toArray();
    double[] turned = new double[values.length];
    Arrays.setAll(turned, i -> -7 * values[values.length - 1 - i]);
    assertThat(p(turned)).isEqualTo(p(values));
  }

  /** Tenths have many ties, and no sums that are exact. */
  @Test
  void p_ofUpToTwenty_equalsThatOfAllPatterns() {
    Random random = new Random(11);
    for (int n = 1; n <= 20; n++) {
      int[] tenths = random.ints(n, -5, 6).toArray();
      int sum = Math.abs(Arrays.stream(tenths).sum());
      int hits = 0;
      for (int pattern = 0; pattern < 1 << n; pattern++) {
        int flipped = 0;
        for (int i = 0; i < n; i++) {
          flipped += (pattern >> i & 1) == 0 ? tenths[i] : -tenths[i];
        }
        hits += Math.abs(flipped) >= sum ? 1 : 0;
      }
      double[] differences = Arrays.stream(tenths).mapToDouble(tenth -> tenth * 0.1).toArray();
      assertThat(p(differences)).as("n = " + n).isEqualTo(hits / (double) (1 << n));
    }
  }

  @Test
  void p_onNoise_isUniform() {
    Random random = new Random(5);
    int below = 0;
    int draws = 2000;
    for (int draw = 0; draw < draws; draw++) {
      below += p(random.doubles(9, -1, 1).toArray()) <= 0.125 ? 1 : 0;
    }
    // Binomial with mean 250 and standard deviation 15.
    assertThat(below).isBetween(190, 310);
  }

  @Test
  void p_ofMoreThanCanBeCounted_isCloseToTheExactOne() {
    double[] values = new double[21];
    // All of one size: the sum is binomial; 5 of 21 with the other sign.
    Arrays.fill(values, 1);
    Arrays.fill(values, 0, 5, -1);
    double exact = 2 * (1 + 21 + 210 + 1330 + 5985 + 20349) / Math.pow(2, 21);
    assertThat(p(values)).isCloseTo(exact, within(0.003)).isEqualTo(p(values));
    assertThat(SignFlip.smallestP(values.length)).isLessThan(0.001);
  }

  private static double p(double[] differences) {
    return SignFlip.of(differences, 1).p();
  }

  /** Two-sided tail of the normal distribution, by Simpson's rule. */
  private static double twoSided(double z) {
    int steps = 1000;
    double inside = 0;
    for (int i = 0; i <= steps; i++) {
      double x = -Math.abs(z) + 2 * Math.abs(z) * i / steps;
      int weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
      inside += weight * Math.exp(-x * x / 2) * 2 * Math.abs(z) / steps / 3;
    }
    return 1 - inside / Math.sqrt(2 * Math.PI);
  }
}
