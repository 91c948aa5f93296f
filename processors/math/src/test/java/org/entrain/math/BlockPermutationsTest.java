package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlockPermutationsTest {

  @Test
  void p_smallShapes_equalsExplicitlyPermutedRows() {
    // Runs of 3, 1 and 0 whole blocks, rows beyond the last whole block, folds of unequal length.
    List<int[]> runs = List.of(runs(7, 2, 3, 1), runs(9), runs(4, 4));
    BlockPermutations permutations = BlockPermutations.of(settings(200, 2, false), runs, 1);
    int voxels = 11;
    List<float[]> y = simulated(runs, voxels, 1, 1);
    List<float[]> p = simulated(runs, voxels, 2, 1);
    PermutationTile tile = tile(permutations, voxels, y, p);

    for (int v = 0; v < voxels; v++) {
      double observed = 0;
      double[] permuted = new double[200];
      for (int k = 0; k < 3; k++) {
        PermutedRows fold = permutations.folds().get(k);
        int[] order = IntStream.range(0, fold.rows()).toArray();
        observed += pearson(y.get(k), p.get(k), voxels, v, order) / 3;
        for (int d = 0; d < 200; d++) {
          permuted[d] += pearson(y.get(k), p.get(k), voxels, v, order(fold, d)) / 3;
        }
      }
      double least = observed - 1e-7;
      long reached = Arrays.stream(permuted).filter(r -> r >= least).count();

      assertThat(tile.observed()[v]).isCloseTo(observed, within(1e-7));
      assertThat(tile.p()[v]).isEqualTo((1.0 + reached) / 201);
    }
  }

  @Test
  void draws_manyOfThreeBlocks_areUniformAndStayWithinRuns() {
    BlockPermutations permutations =
        BlockPermutations.of(settings(6000, 2, false), List.of(runs(7, 6)), 1);
    PermutedRows fold = permutations.folds().get(0);
    int[] seen = new int[6];
    List<String> names = new ArrayList<>();
    for (int d = 0; d < 6000; d++) {
      int[] order = order(fold, d);
      assertThat(Arrays.copyOf(order, 6)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
      assertThat(order[6]).isEqualTo(6);
      String name = Arrays.toString(Arrays.copyOf(order, 6));
      if (!names.contains(name)) {
        names.add(name);
      }
      seen[names.indexOf(name)]++;
    }
    // Expected 1,000 each, standard deviation 29.
    assertThat(Arrays.stream(seen).boxed()).allMatch(n -> n > 870 && n < 1130);
  }

  @Test
  void p_noiseShorterThanTheBlock_isUniform() {
    List<int[]> runs = List.of(runs(120), runs(120));
    BlockPermutations permutations = BlockPermutations.of(settings(400, 10, false), runs, 1);
    int voxels = 2000;
    double[] p =
        tile(permutations, voxels, simulated(runs, voxels, 3, 3), simulated(runs, voxels, 4, 3))
            .p();

    Arrays.sort(p);
    double distance = 0;
    for (int v = 0; v < voxels; v++) {
      distance =
          Math.max(distance, Math.max(p[v] - (double) v / voxels, (v + 1.0) / voxels - p[v]));
    }
    // Kolmogorov and Smirnov: 0.036 is exceeded by 1 in 100 samples of 2,000 uniform values.
    assertThat(distance).isLessThan(0.036);
  }

  @Test
  void p_signal_isTheSmallestPossible() {
    List<int[]> runs = List.of(runs(100), runs(100));
    BlockPermutations permutations = BlockPermutations.of(settings(500, 10, true), runs, 1);
    List<float[]> y = simulated(runs, 5, 5, 1);
    PermutationTile tile = tile(permutations, 5, y, y);

    assertThat(tile.p()).containsOnly(1.0 / 501);
    assertThat(permutations.corrected(tile.observed(), tile.largest())).containsOnly(1.0 / 501);
  }

  @Test
  void p_constantColumn_is1() {
    List<int[]> runs = List.of(runs(40));
    BlockPermutations permutations = BlockPermutations.of(settings(50, 10, true), runs, 1);
    List<float[]> y = simulated(runs, 2, 6, 1);
    List<float[]> p = simulated(runs, 2, 7, 1);
    for (int i = 0; i < 40; i++) {
      y.get(0)[2 * i] = 0.1f;
      p.get(0)[2 * i + 1] = 0.1f;
    }
    PermutationTile tile = tile(permutations, 2, y, p);

    assertThat(tile.observed()).containsOnly(0);
    assertThat(tile.p()).containsOnly(1);
    assertThat(permutations.corrected(tile.observed(), tile.largest())).containsOnly(1);
  }

  @Test
  void p_permutationsOfEqualScore_countsTiesThatRoundingWouldBreak() {
    // Blocks of the recording differ by a level, blocks of the prediction have equal sums: every
    // permutation has the same r, as a sum of other products.
    List<int[]> runs = List.of(runs(72));
    BlockPermutations permutations = BlockPermutations.of(settings(100, 10, true), runs, 1);
    float[] y = new float[72];
    float[] p = new float[72];
    for (int i = 0; i < 72; i++) {
      y[i] = i % 10 + i / 10 * 3;
      p[i] = i < 70 ? (i % 10 * 3 + i / 10) % 10 : i;
    }
    PermutationTile tile = tile(permutations, 1, List.of(y), List.of(p));

    assertThat(Arrays.stream(tile.largest()).distinct().count()).isGreaterThan(1);
    assertThat(tile.p()).containsExactly(1);
    assertThat(permutations.corrected(tile.observed(), tile.largest())).containsExactly(1);
  }

  @Test
  void results_anyTilesAndOrder_areIdentical() {
    List<int[]> runs = List.of(runs(35, 24), runs(50));
    BlockPermutations permutations = BlockPermutations.of(settings(150, 5, true), runs, 1);
    int voxels = 301;
    List<float[]> y = simulated(runs, voxels, 9, 2);
    List<float[]> p = simulated(runs, voxels, 10, 2);
    PermutationTile whole = tile(permutations, voxels, y, p);
    double[] largest = permutations.noLargest();
    double[] observed = new double[voxels];
    double[] uncorrected = new double[voxels];
    for (int first = voxels; first > 0; ) {
      int count = Math.min(first, 17);
      first -= count;
      PermutationTile part =
          tile(
              permutations,
              count,
              reversed(y, voxels, first, count),
              reversed(p, voxels, first, count));
      BlockPermutations.merge(largest, part.largest());
      for (int v = 0; v < count; v++) {
        observed[first + count - 1 - v] = part.observed()[v];
        uncorrected[first + count - 1 - v] = part.p()[v];
      }
    }

    assertThat(uncorrected).containsExactly(whole.p());
    assertThat(observed).containsExactly(whole.observed());
    assertThat(largest).containsExactly(whole.largest());
  }

  @Test
  void corrected_noise_isLargerAndControlsTheFamily() {
    List<int[]> runs = List.of(runs(60));
    int voxels = 40;
    int recordings = 400;
    int rejected = 0;
    for (int s = 0; s < recordings; s++) {
      BlockPermutations permutations =
          BlockPermutations.of(new Significance(99, 5, s, true), runs, 1);
      PermutationTile tile =
          tile(
              permutations,
              voxels,
              simulated(runs, voxels, 2 * s, 1),
              simulated(runs, voxels, 2 * s + 1, 1));
      double[] corrected = permutations.corrected(tile.observed(), tile.largest());
      for (int v = 0; v < voxels; v++) {
        assertThat(corrected[v]).isGreaterThanOrEqualTo(tile.p()[v]);
      }
      rejected += Arrays.stream(corrected).min().orElseThrow() <= 0.05 ? 1 : 0;
    }
    // 5 % of 400 is 20, standard deviation 4.4; the uncorrected test would reject about 87 %.
    assertThat(rejected).isBetween(7, 34);
  }

  @Test
  void of_foldWithoutTwoBlocks_isRefusedWithTheNumbers() {
    assertThatThrownBy(
            () -> BlockPermutations.of(settings(9, 10, false), List.of(runs(20), runs(19, 12)), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "fold 1: its longest run has 19 test rows; a permutation needs two blocks of 10");
    assertThatThrownBy(
            () -> BlockPermutations.of(settings(9, 1, false), List.of(new int[] {4, 4, 5, 4}), 1))
        .hasMessage("fold 0: test rows of run 4 do not stand together");
    assertThatThrownBy(() -> BlockPermutations.of(Significance.NONE, List.of(runs(50)), 1))
        .hasMessage("0 permutations of 1 folds");
  }

  private static Significance settings(int draws, int block, boolean maximum) {
    return new Significance(draws, block, 42, maximum);
  }

  private static int[] runs(int... lengths) {
    return IntStream.range(0, lengths.length)
        .flatMap(r -> IntStream.generate(() -> r + 1).limit(lengths[r]))
        .toArray();
  }

  /** Simulated noise, per fold rows × voxels: moving averages over {@code smooth} rows. */
  private static List<float[]> simulated(List<int[]> runs, int voxels, long seed, int smooth) {
    Random random = new Random(seed);
    List<float[]> folds = new ArrayList<>();
    for (int[] run : runs) {
      float[] white = new float[(run.length + smooth) * voxels];
      for (int i = 0; i < white.length; i++) {
        white[i] = (float) random.nextGaussian();
      }
      float[] fold = new float[run.length * voxels];
      for (int i = 0; i < fold.length; i++) {
        for (int s = 0; s < smooth; s++) {
          fold[i] += white[i + s * voxels];
        }
      }
      folds.add(fold);
    }
    return folds;
  }

  private static PermutationTile tile(
      BlockPermutations permutations, int width, List<float[]> y, List<float[]> p) {
    PermutationTile tile = permutations.tile(width);
    for (int k = 0; k < y.size(); k++) {
      tile.add(k, y.get(k), p.get(k));
    }
    return tile;
  }

  private static List<float[]> reversed(List<float[]> folds, int voxels, int first, int count) {
    return folds.stream()
        .map(
            fold -> {
              float[] part = new float[fold.length / voxels * count];
              for (int i = 0; i < part.length; i++) {
                part[i] = fold[i / count * voxels + first + count - 1 - i % count];
              }
              return part;
            })
        .toList();
  }

  /** Row of the recording that row i of the prediction meets in a draw. */
  private static int[] order(PermutedRows fold, int draw) {
    int[] order = IntStream.range(0, fold.rows()).toArray();
    for (int i = 0; i < fold.blocks(); i++) {
      int pair = fold.draws()[draw * fold.blocks() + i];
      for (int t = 0; t < fold.block(); t++) {
        order[fold.predicted()[pair] + t] = fold.recorded()[pair] + t;
      }
    }
    return order;
  }

  private static double pearson(float[] y, float[] p, int voxels, int v, int[] order) {
    float[] moved = new float[order.length];
    for (int i = 0; i < order.length; i++) {
      moved[i] = y[order[i] * voxels + v];
    }
    return Agreement.of(moved, 1, 0, p, voxels, v, order.length).r();
  }
}
