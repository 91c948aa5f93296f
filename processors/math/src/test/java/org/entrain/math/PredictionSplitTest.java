package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PredictionSplitTest {

  private static final int ROWS = 60;
  private static final int VOXELS = 4;

  @Test
  void shares_threeBands_addUpToTheScoresOfTheirSum() {
    float[] y = simulated(1, 0.3);
    List<float[]> bands = List.of(simulated(2, 0), simulated(3, 1), simulated(4, -0.2));
    PredictionSplit split = PredictionSplit.of(y, bands, ROWS, VOXELS);

    float[] p = new float[y.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = bands.get(0)[i] + bands.get(1)[i] + bands.get(2)[i];
    }
    for (int v = 0; v < VOXELS; v++) {
      Agreement whole = Agreement.of(y, VOXELS, v, p, VOXELS, v, ROWS);
      assertThat(sum(split.r2(), v) + split.offset()[v]).isCloseTo(whole.r2(), within(1e-6));
      assertThat(sum(split.r(), v)).isCloseTo(whole.r(), within(1e-6));
      assertThat(sum(split.variance(), v)).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void shares_orthogonalBands_areTheirOwnScores() {
    float[] y = {3, 1, -1, -3};
    float[] slow = {1, 1, -1, -1};
    float[] fast = {0.5f, -0.5f, 0.5f, -0.5f};
    PredictionSplit split = PredictionSplit.of(y, List.of(slow, fast), 4, 1);

    // Σ p_i (2y − p) / Σ y²: (16 − 4) / 20 and (4 − 1) / 20.
    assertThat(split.r2()).containsExactly(new double[] {0.6, 0.15}, within(1e-15));
    assertThat(split.offset()).containsExactly(0);
    assertThat(split.variance()).containsExactly(new double[] {0.8, 0.2}, within(1e-15));
    assertThat(split.r())
        .containsExactly(new double[] {8 / Math.sqrt(100), 2 / Math.sqrt(100)}, within(1e-15));
  }

  @Test
  void shares_bandOfZeros_areZero() {
    PredictionSplit split =
        PredictionSplit.of(
            simulated(5, 0), List.of(simulated(6, 0), new float[ROWS * VOXELS]), ROWS, VOXELS);

    for (int v = VOXELS; v < 2 * VOXELS; v++) {
      assertThat(split.r2()[v]).isZero();
      assertThat(split.r()[v]).isZero();
      assertThat(split.variance()[v]).isZero();
    }
  }

  @Test
  void shares_constantColumns_areZero() {
    float[] tenths = new float[ROWS * VOXELS];
    Arrays.fill(tenths, 0.1f);
    PredictionSplit ofConstant = PredictionSplit.of(tenths, List.of(simulated(7, 0)), ROWS, VOXELS);
    PredictionSplit byConstant = PredictionSplit.of(simulated(8, 0), List.of(tenths), ROWS, VOXELS);

    assertThat(ofConstant.r2()).containsOnly(0);
    assertThat(ofConstant.r()).containsOnly(0);
    assertThat(ofConstant.variance()).doesNotContain(0);
    assertThat(byConstant.r()).containsOnly(0);
    assertThat(byConstant.variance()).containsOnly(0);
    assertThat(byConstant.r2()).doesNotContain(0);
  }

  @Test
  void of_unequalShapes_isRefusedWithTheNumbers() {
    assertThatThrownBy(() -> PredictionSplit.of(new float[6], List.of(new float[4]), 3, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("predicted values of a band differ: 6 != 4");
    assertThatThrownBy(() -> PredictionSplit.of(new float[6], List.of(), 3, 2))
        .hasMessage("0 bands of 3 rows");
  }

  private static double sum(double[] shares, int v) {
    return shares[v] + shares[VOXELS + v] + shares[2 * VOXELS + v];
  }

  private static float[] simulated(long seed, double mean) {
    Random random = new Random(seed);
    float[] noise = new float[ROWS * VOXELS];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) (random.nextGaussian() + mean);
    }
    return noise;
  }
}
