package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

/** r by block of test rows, and what two models' difference in them says. */
class BlockPartsTest {

  private static final int BLOCK = 10;

  @Test
  void blocks_lieWithinRunsAndTakeASmallRestAlong() {
    int[] runs = new int[60];
    Arrays.fill(runs, 34, 60, 1);
    Fold first = new Fold(0, IntStream.range(40, 60).toArray(), IntStream.range(0, 37).toArray());
    Fold second = new Fold(1, IntStream.range(0, 30).toArray(), IntStream.range(34, 60).toArray());

    TestBlocks blocks = TestBlocks.of(List.of(first, second), runs, BLOCK);

    assertThat(blocks.starts().get(0)).containsExactly(0, 10, 20, 34, 37);
    assertThat(blocks.starts().get(1)).containsExactly(0, 10, 20, 26);
    assertThat(blocks.count()).isEqualTo(7);
    assertThat(blocks.first(1)).isEqualTo(4);
  }

  @Test
  void parts_areTheSameForAnyTile_andSumToTheMeanR() {
    int voxels = 5;
    TestBlocks blocks = new TestBlocks(List.of(new int[] {0, 4, 9, 12}, new int[] {0, 7}));
    List<float[]> recorded = List.of(normal(12 * voxels, 1), normal(7 * voxels, 2));
    List<float[]> predicted = List.of(normal(12 * voxels, 3), normal(7 * voxels, 4));
    for (int i = 0; i < 12; i++) {
      recorded.get(0)[i * voxels + 3] = 2; // constant: r is 0
    }
    BlockParts whole = new BlockParts(blocks, voxels);
    BlockParts single = new BlockParts(blocks, voxels);
    double mean = 0;
    for (int fold = 0; fold < 2; fold++) {
      float[] y = recorded.get(fold);
      float[] p = predicted.get(fold);
      int[] starts = blocks.starts().get(fold);
      TestScores all = TestScores.of(y, p, voxels, starts);
      whole.accept(fold, voxels, all);
      for (int v = 0; v < voxels; v++) {
        float[] own = column(y, v, voxels);
        single.accept(fold, 1, TestScores.of(own, column(p, v, voxels), 1, starts));
      }
      mean += Arrays.stream(all.r()).sum() / voxels / 2;
    }

    assertThat(whole.parts()).hasSize(4).isEqualTo(single.parts());
    assertThat(Arrays.stream(whole.parts()).sum()).isCloseTo(mean, within(1e-6));
  }

  /**
   * Two noisy views of what drives a recording are as good as each other. Their cross-validated
   * scores share test and training rows: without the widening for that, blocks would find a
   * difference in a quarter of the cases at the level of a tenth.
   */
  @Test
  void signFlips_ofFittedModels_keepTheirLevelAcrossFolds() {
    int simulations = 100;
    int found = 0;
    int independent = 0;
    EncodingSettings settings =
        EncodingSettings.protocol(
            FoldScheme.contiguous(4),
            0,
            PenaltyChoice.protocol(PenaltyChoice.powersOfTen(-1, 5), 4));
    for (int s = 0; s < simulations; s++) {
      double[] differences = Views.of(s).differences(settings);
      found += SignFlip.ofBlocks(differences, 4, 1).p() < .1 ? 1 : 0;
      independent += SignFlip.ofBlocks(differences, 1, 1).p() < .1 ? 1 : 0;
    }
    assertThat(found / (double) simulations).isBetween(.01, .15);
    assertThat(independent / (double) simulations).isGreaterThan(.18);
  }

  /** A recording of noise that lasts, and two sets of features that know nothing of it. */
  private record Views(FMatrixRMaj first, FMatrixRMaj second, FMatrixRMaj recorded) {

    private static final int ROWS = 240;

    static Views of(long seed) {
      Random random = new Random(seed);
      return new Views(lasting(random, 8), lasting(random, 8), lasting(random, 6));
    }

    private static FMatrixRMaj lasting(Random random, int columns) {
      FMatrixRMaj values = new FMatrixRMaj(ROWS, columns);
      for (int i = 0; i < values.getNumElements(); i++) {
        double before = i < columns ? 0 : values.data[i - columns];
        values.data[i] = (float) (.6 * before + random.nextGaussian());
      }
      return values;
    }

    double[] differences(EncodingSettings settings) {
      double[] whole = parts(first, settings);
      double[] less = parts(second, settings);
      return IntStream.range(0, whole.length).mapToDouble(b -> whole[b] - less[b]).toArray();
    }

    private double[] parts(FMatrixRMaj features, EncodingSettings settings) {
      EncodingEngine engine = new EncodingEngine(LinearAlgebra.ejml(), 1);
      try (PreparedDesign prepared = engine.prepare(Design.of(features), new int[ROWS], settings)) {
        return prepared.score(VoxelSource.of(recorded)).blockParts();
      }
    }
  }

  /**
   * Two models as good as each other differ by chance alone, even where their errors last for some
   * rows and are the same over voxels, for which a t-test over voxels finds a difference in two of
   * five cases.
   */
  @Test
  void signFlips_ofEquallyGoodModels_findADifferenceAsOftenAsTheLevelSays() {
    int found = 0;
    int foundOverVoxels = 0;
    int simulations = 200;
    for (int s = 0; s < simulations; s++) {
      Simulated simulated = new Simulated(s, 1);
      found += simulated.overBlocks().p() < .05 ? 1 : 0;
      foundOverVoxels += simulated.overVoxels().p() < .05 ? 1 : 0;
    }
    assertThat(found / (double) simulations).isBetween(.01, .09);
    assertThat(foundOverVoxels / (double) simulations).isGreaterThan(.3);
  }

  @Test
  void signFlips_ofAWorseModel_findIt() {
    Simulated simulated = new Simulated(1, 2);

    assertThat(simulated.overBlocks().mean()).isPositive();
    assertThat(simulated.overBlocks().p()).isLessThan(.01);
  }

  /** Two models' predictions of 30 voxels that share a signal. */
  private static final class Simulated {

    private static final int ROWS = 300;
    private static final int VOXELS = 30;
    private static final int[] STARTS =
        IntStream.rangeClosed(0, ROWS / BLOCK).map(b -> b * BLOCK).toArray();

    private final float[] recorded;
    private final float[] first;
    private final float[] second;

    /**
     * @param noise of the second model, over that of the first
     */
    Simulated(long seed, double noise) {
      Random random = new Random(seed);
      double[] signal = random.doubles(ROWS, -1, 1).toArray();
      double[] errors = lasting(random);
      double[] others = lasting(random);
      recorded = new float[ROWS * VOXELS];
      first = new float[recorded.length];
      second = new float[recorded.length];
      for (int i = 0; i < ROWS; i++) {
        for (int v = 0; v < VOXELS; v++) {
          recorded[i * VOXELS + v] = (float) (signal[i] + random.nextGaussian());
          first[i * VOXELS + v] = (float) (signal[i] + errors[i] + .1 * random.nextGaussian());
          second[i * VOXELS + v] =
              (float) (signal[i] + noise * others[i] + .1 * random.nextGaussian());
        }
      }
    }

    private static double[] lasting(Random random) {
      double[] values = new double[ROWS];
      for (int i = 1; i < ROWS; i++) {
        values[i] = .5 * values[i - 1] + random.nextGaussian() / 2;
      }
      return values;
    }

    SignFlip overBlocks() {
      double[] whole = parts(first);
      double[] less = parts(second);
      return SignFlip.of(
          IntStream.range(0, whole.length).mapToDouble(b -> whole[b] - less[b]).toArray(), 1);
    }

    private double[] parts(float[] predicted) {
      BlockParts parts = new BlockParts(new TestBlocks(List.of(STARTS)), VOXELS);
      parts.accept(0, VOXELS, TestScores.of(recorded, predicted, VOXELS, STARTS));
      return parts.parts();
    }

    PairedTest overVoxels() {
      return PairedTest.of(
          TestScores.of(recorded, first, VOXELS, STARTS).r(),
          TestScores.of(recorded, second, VOXELS, STARTS).r());
    }
  }

  private static float[] column(float[] values, int v, int width) {
    float[] column = new float[values.length / width];
    for (int i = 0; i < column.length; i++) {
      column[i] = values[i * width + v];
    }
    return column;
  }

  private static float[] normal(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
