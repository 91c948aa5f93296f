package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClassificationTest {

  private static final int[] ALONE = {};
  private static final Classification PUBLISHED = new Classification(1000, 20, 1);

  @Test
  void accuracy_perfectPrediction_is1() {
    float[] y = simulated(100, 7, 1);

    assertThat(PUBLISHED.accuracy(y, y, 100, 7, ALONE)).containsOnly(1);
  }

  @Test
  void accuracy_noise_isAtChance() {
    double[] accuracy =
        PUBLISHED.accuracy(simulated(300, 200, 2), simulated(300, 200, 3), 300, 200, ALONE);

    // Voxels are independent, draws of a voxel are not: their mean varies more than 1,000 would.
    assertThat(Arrays.stream(accuracy).average().orElseThrow()).isCloseTo(0.5, within(0.02));
    assertThat(Arrays.stream(accuracy).boxed()).allMatch(a -> a > 0.2 && a < 0.8);
  }

  @Test
  void accuracy_constantPrediction_is0BecauseATieIsNotCorrect() {
    assertThat(PUBLISHED.accuracy(simulated(50, 3, 4), new float[150], 50, 3, ALONE))
        .containsOnly(0);
  }

  @Test
  void accuracy_neighbourhoods_equalsDistancesWrittenOut() {
    int rows = 30;
    int voxels = 150;
    float[] y = simulated(rows, voxels, 5);
    float[] p = simulated(rows, voxels, 6);
    int[] neighbours = new int[voxels * 4];
    Random random = new Random(7);
    for (int n = 0; n < neighbours.length; n++) {
      neighbours[n] = n % 4 == 0 ? n / 4 : random.nextInt(voxels + 1) - 1;
    }
    Classification classification = new Classification(101, 6, 8);
    double[] accuracy = classification.accuracy(y, p, rows, voxels, neighbours);

    SplittableRandom draws = new SplittableRandom(8);
    int[] correct = new int[voxels];
    for (int d = 0; d < 101; d++) {
      int[] real = draws.ints(6, 0, rows).toArray();
      int[] wrong = draws.ints(6, 0, rows).toArray();
      for (int v = 0; v < voxels; v++) {
        double right = 0;
        double other = 0;
        for (int n = 4 * v; n < 4 * v + 4; n++) {
          for (int s = 0; s < 6 && neighbours[n] >= 0; s++) {
            double at = y[real[s] * voxels + neighbours[n]];
            right += Math.pow(at - p[real[s] * voxels + neighbours[n]], 2);
            other += Math.pow(at - p[wrong[s] * voxels + neighbours[n]], 2);
          }
        }
        correct[v] += right < other ? 1 : 0;
      }
    }
    assertThat(accuracy)
        .containsExactly(Arrays.stream(correct).mapToDouble(c -> c / 101.0).toArray());
  }

  @Test
  void accuracy_ownNeighbourhoods_areAsNone() {
    float[] y = simulated(40, 9, 9);
    float[] p = simulated(40, 9, 10);
    int[] own = {0, -1, 1, -1, 2, -1, -1, 3, 4, -1, 5, -1, 6, -1, 7, -1, 8, -1};

    assertThat(PUBLISHED.accuracy(y, p, 40, 9, own))
        .containsExactly(PUBLISHED.accuracy(y, p, 40, 9, ALONE));
  }

  @Test
  void accuracy_moreRowsInASampleThanThereAre_isDrawnWithReplacement() {
    float[] y = simulated(5, 3, 10);

    assertThat(PUBLISHED.accuracy(y, y, 5, 3, ALONE)).containsOnly(1);
  }

  @Test
  void accuracy_seed_decidesTheDraws() {
    float[] y = simulated(40, 5, 11);
    float[] p = simulated(40, 5, 12);
    double[] once = PUBLISHED.accuracy(y, p, 40, 5, ALONE);

    assertThat(PUBLISHED.accuracy(y, p, 40, 5, ALONE)).containsExactly(once);
    assertThat(new Classification(1000, 20, 2).accuracy(y, p, 40, 5, ALONE)).isNotEqualTo(once);
  }

  @Test
  void accuracy_impossibleNeighbours_areRefusedWithTheNumbers() {
    assertRefused(new int[] {0, 1, -1, 1, 0, -1}, "3 neighbours of 2 voxels");
    assertRefused(new int[] {0, 2}, "voxel 1 has neighbour 2 of 2 voxels");
    assertRefused(new int[] {0, -2}, "voxel 1 has neighbour -2 of 2 voxels");
    assertRefused(new int[] {-1, 1}, "voxel 0 has no neighbour, not even itself");
    assertRefused(new int[] {0, 1, 1}, "3 neighbours do not make equal rows of 2 voxels");
  }

  @Test
  void accuracy_unequalShapes_areRefusedWithTheNumbers() {
    assertThatThrownBy(() -> PUBLISHED.accuracy(new float[6], new float[4], 3, 2, ALONE))
        .hasMessage("predicted values differ: 6 != 4");
    assertThatThrownBy(() -> new Classification(0, 20, 1)).hasMessage("0 draws of 20 rows");
  }

  private static void assertRefused(int[] neighbours, String message) {
    assertThatThrownBy(() -> PUBLISHED.accuracy(new float[6], new float[6], 3, 2, neighbours))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static float[] simulated(int rows, int voxels, long seed) {
    Random random = new Random(seed);
    float[] noise = new float[rows * voxels];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    return noise;
  }
}
