package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.entrain.math.Simulated.STRICT;
import static org.entrain.math.Simulated.mean;
import static org.entrain.math.Simulated.score;
import static org.entrain.math.Simulated.share;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

/**
 * Tests that find what is not there, each against what the preset strict does, on simulated noise.
 * The figures stand in docs/method.md.
 */
class LaxSignificanceTest {

  private static final long SEED = 3000;

  @Test
  void permutation_ofSingleRows_findsFourTimesTooMuchInSlowNoise() {
    int[] runs = Simulated.runs(4, 100);
    FMatrixRMaj x = Simulated.slow(400, 10, 5, SEED);
    FMatrixRMaj y = Simulated.slow(400, 600, 5, SEED + 1);

    double lax = share(score(x, y, runs, tested(299, 1)).p(), 0.05);
    double blocks = share(score(x, y, runs, tested(299, 10)).p(), 0.05);

    assertThat(lax).isCloseTo(0.20, within(0.05));
    assertThat(blocks).isCloseTo(0.05, within(0.025));
  }

  @Test
  void permutation_ofFoldsAsIfIndependent_findsTwiceTooMuch() {
    int voxels = 1000;
    int[] runs = Simulated.runs(4, 60);
    FMatrixRMaj x = Matrices.normal(240, 150, SEED + 100);
    FMatrixRMaj y = Matrices.normal(240, voxels, SEED + 101);
    EncodingSettings tested = tested(199, 5);
    List<Fold> folds = Folds.outer(tested.folds(), tested.gap(), runs);
    List<int[]> testRuns =
        folds.stream()
            .map(fold -> IntStream.of(fold.test()).map(row -> runs[row]).toArray())
            .toList();
    PermutedScores independent =
        new PermutedScores(BlockPermutations.of(tested.significance(), testRuns, 1), voxels);

    try (DualForm form = dual(x, runs, folds, tested)) {
      ScoreTable table = new ScoreTable(folds.size(), voxels, tested.penalty().grid(), false);
      form.run(new Form.Pass(VoxelSource.of(y), true, true, table, independent));
    }
    double[] engine = score(x, y, runs, tested).p();

    assertThat(share(independent.p(), 0.1)).isCloseTo(0.18, within(0.03));
    assertThat(share(engine, 0.1)).isCloseTo(0.10, within(0.02));
  }

  @Test
  void voxels_uncorrected_fillTheListWithNoise() {
    int active = 60;
    int voxels = 900;
    int[] runs = Simulated.runs(4, 60);
    FMatrixRMaj x = Matrices.normal(240, 10, SEED + 200);
    FMatrixRMaj y = Matrices.normal(240, voxels, SEED + 201);
    FMatrixRMaj signal = Matrices.response(x, active, 0, SEED + 202);
    for (int i = 0; i < y.getNumElements(); i++) {
      y.data[i] += i % voxels < active ? signal.get(i / voxels, i % voxels) : 0;
    }

    double[] p = score(x, y, runs, tested(999, 5)).p();

    double[] q = Fdr.benjaminiHochberg(p);
    assertThat(share(Arrays.copyOf(q, active), 0.05)).isGreaterThan(0.7);
    assertThat(falseShare(p, active)).isCloseTo(0.35, within(0.05));
    assertThat(falseShare(q, active)).isLessThan(0.08);
  }

  @Test
  void difference_testedOverVoxels_isSignificantWherePeopleDoNotAgree() {
    int comparisons = 10;
    int participants = 8;
    int voxels = 40;
    int[] runs = Simulated.runs(4, 40);
    FMatrixRMaj y = Matrices.normal(runs.length, participants * voxels, SEED + 300);
    FMatrixRMaj common = Matrices.normal(runs.length, participants, SEED + 301);
    for (int i = 0; i < y.getNumElements(); i++) {
      y.data[i] += common.get(i / y.numCols, i % y.numCols / voxels);
    }
    int overVoxels = 0;
    int overPeople = 0;
    for (int c = 0; c < comparisons; c++) {
      double[] first = layer(runs, y, SEED + 400 + 2 * c);
      double[] second = layer(runs, y, SEED + 401 + 2 * c);
      double[] differences = new double[participants];
      for (int i = 0; i < participants; i++) {
        int from = i * voxels;
        PairedTest test =
            PairedTest.of(
                Arrays.copyOfRange(first, from, from + voxels),
                Arrays.copyOfRange(second, from, from + voxels));
        overVoxels += test.p() <= 0.05 ? 1 : 0;
        differences[i] = test.meanDifference();
      }
      overPeople += SignFlip.of(differences, 1).p() <= 0.05 ? 1 : 0;
    }

    assertThat((double) overVoxels / comparisons / participants).isCloseTo(0.62, within(0.08));
    assertThat((double) overPeople / comparisons).isLessThan(0.15);
    assertThat(SignFlip.smallestP(3)).isEqualTo(0.25);
  }

  /** Scores of a layer of noise. */
  private static double[] layer(int[] runs, FMatrixRMaj y, long seed) {
    return score(Matrices.normal(runs.length, 150, seed), y, runs, STRICT).meanR();
  }

  private static EncodingSettings tested(int draws, int block) {
    return STRICT.with(new Significance(draws, block, SEED, false));
  }

  /** Share of noise among the voxels at .05 or below; the first voxels are active. */
  private static double falseShare(double[] p, int active) {
    int[] found = IntStream.range(0, p.length).filter(v -> p[v] <= 0.05).toArray();
    return mean(Arrays.stream(found).mapToDouble(v -> v < active ? 0 : 1).toArray());
  }

  /** What the engine prepares for more features than rows, open to a test of our own. */
  private static DualForm dual(
      FMatrixRMaj x, int[] runs, List<Fold> folds, EncodingSettings settings) {
    LinearAlgebra algebra = LinearAlgebra.best();
    Function<Fold, DualFold> prepare =
        fold -> {
          Kernels kernels =
              Kernels.of(algebra, 2, RowSource.of(x), runs.length, fold, TestScaling.TRAINING);
          return DualFold.of(
              algebra, 2, kernels.train(), kernels::cross, runs, fold, settings.penalty());
        };
    PreparedFolds<DualFold> prepared = new PreparedFolds<>(folds, prepare, 0, 1);
    return new DualForm(algebra, 2, EncodingEngine.DEFAULT_TILE, runs, settings, prepared);
  }
}
