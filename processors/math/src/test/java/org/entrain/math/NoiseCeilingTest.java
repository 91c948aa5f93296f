package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

class NoiseCeilingTest {

  @Test
  void acrossParticipants_runs_areTheMeanOfEachRunsCorrelation() {
    FMatrixRMaj a = simulated(30, 2, 1);
    FMatrixRMaj b = simulated(30, 2, 2);
    FMatrixRMaj c = simulated(30, 2, 3);
    List<int[]> runs = List.of(range(0, 12), range(12, 30));

    double[][] r = NoiseCeiling.acrossParticipants(sources(a, b, c), runs, 1);

    for (int v = 0; v < 2; v++) {
      double expected = 0;
      for (int[] run : runs) {
        float[] others = new float[run.length];
        float[] own = new float[run.length];
        var zb = Standardize.rows(b, run);
        var zc = Standardize.rows(c, run);
        for (int t = 0; t < run.length; t++) {
          own[t] = a.get(run[t], v);
          others[t] = (float) ((zb.get(t, v) + zc.get(t, v)) / 2);
        }
        expected += Agreement.of(own, 1, 0, others, 1, 0, run.length).r() / 2;
      }
      assertThat(r[0][v]).isCloseTo(expected, within(1e-6));
    }
  }

  @Test
  void acrossParticipants_sharedSignal_isTheTheoreticalCorrelation() {
    // Signal and noise of variance 1, three participants: cov(x₁, mean of two) = 1, variances 2 and
    // 1 + 1/2.
    FMatrixRMaj signal = simulated(20_000, 1, 4);
    FMatrixRMaj[] people = new FMatrixRMaj[3];
    for (int i = 0; i < 3; i++) {
      people[i] = simulated(20_000, 1, 5 + i);
      for (int t = 0; t < 20_000; t++) {
        people[i].data[t] = (people[i].data[t] + signal.data[t]) * (i + 1) + 100 * i;
      }
    }
    double[][] r = NoiseCeiling.acrossParticipants(sources(people), List.of(range(0, 20_000)), 1);

    for (double[] one : r) {
      assertThat(one[0]).isCloseTo(1 / Math.sqrt(2 * 1.5), within(0.02));
    }
  }

  @Test
  void acrossParticipants_levelsOfRuns_areNoAgreement() {
    FMatrixRMaj a = simulated(2000, 1, 8);
    FMatrixRMaj b = simulated(2000, 1, 9);
    for (int t = 0; t < 1000; t++) {
      a.data[t] += 10;
      b.data[t] += 10;
    }
    List<int[]> runs = List.of(range(0, 1000), range(1000, 2000));

    assertThat(NoiseCeiling.acrossParticipants(sources(a, b), runs, 1)[0][0])
        .isCloseTo(0, within(0.1));
    assertThat(NoiseCeiling.acrossParticipants(sources(a, b), List.of(range(0, 2000)), 1)[0][0])
        .isGreaterThan(0.9);
  }

  @Test
  void acrossParticipants_constantColumns_are0() {
    FMatrixRMaj a = simulated(50, 2, 10);
    FMatrixRMaj b = simulated(50, 2, 11);
    FMatrixRMaj opposite = new FMatrixRMaj(b);
    for (int t = 0; t < 50; t++) {
      a.set(t, 0, 0.1f);
      opposite.set(t, 1, -b.get(t, 1));
    }
    List<int[]> rows = List.of(range(0, 50));

    double[][] r = NoiseCeiling.acrossParticipants(sources(a, b, opposite), rows, 1);

    assertThat(r[0]).as("constant itself, and against a mean that cancels").containsExactly(0, 0);
    assertThat(r[1][0]).as("the constant one adds nothing").isCloseTo(1, within(1e-12));
    assertThat(NoiseCeiling.acrossParticipants(sources(a, b), rows, 1)[1][0])
        .as("only constant others")
        .isZero();
  }

  @Test
  void acrossParticipants_threads_changeNothing() {
    List<VoxelSource> sources =
        sources(simulated(40, 700, 12), simulated(40, 700, 13), simulated(40, 700, 14));
    List<int[]> rows = List.of(range(0, 20), range(25, 40));

    double[][] once = NoiseCeiling.acrossParticipants(sources, rows, 1);

    assertThat(NoiseCeiling.acrossParticipants(sources, rows, 3)).isDeepEqualTo(once);
    assertThat(once[2][699]).isNotZero();
  }

  @Test
  void repeats_presentations_areAveraged() {
    List<VoxelSource> sources =
        sources(simulated(40, 3, 15), simulated(40, 3, 16), simulated(40, 3, 17));
    List<int[]> rows = List.of(range(0, 40));
    double[][] each = NoiseCeiling.acrossParticipants(sources, rows, 1);

    double[] mean = NoiseCeiling.repeats(sources, rows, 1);

    for (int v = 0; v < 3; v++) {
      assertThat(mean[v]).isCloseTo((each[0][v] + each[1][v] + each[2][v]) / 3, within(1e-15));
    }
  }

  @Test
  void acrossParticipants_unequalRecordings_areRefusedWithTheNumbers() {
    FMatrixRMaj a = simulated(9, 2, 18);
    List<int[]> rows = List.of(range(0, 9));
    assertRefused(sources(a, simulated(8, 2, 1)), rows, "rows of recordings differ: 9 != 8");
    assertRefused(sources(a, simulated(9, 3, 1)), rows, "voxels of recordings differ: 2 != 3");
    assertRefused(sources(a), rows, "a noise ceiling needs two recordings, got 1");
    assertRefused(sources(a, a), List.of(), "a noise ceiling needs a set of rows, got 0");
    assertRefused(sources(a, a), List.of(new int[0]), "set 0 has no rows");
    assertRefused(sources(a, a), List.of(new int[] {9}), "set 0 names row 9 of 9 rows");
  }

  private static void assertRefused(List<VoxelSource> sources, List<int[]> rows, String message) {
    assertThatThrownBy(() -> NoiseCeiling.acrossParticipants(sources, rows, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static List<VoxelSource> sources(FMatrixRMaj... recordings) {
    return Arrays.stream(recordings).map(VoxelSource::of).toList();
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  private static FMatrixRMaj simulated(int rows, int voxels, long seed) {
    Random random = new Random(seed);
    FMatrixRMaj noise = new FMatrixRMaj(rows, voxels);
    for (int i = 0; i < noise.data.length; i++) {
      noise.data[i] = (float) random.nextGaussian();
    }
    return noise;
  }
}
