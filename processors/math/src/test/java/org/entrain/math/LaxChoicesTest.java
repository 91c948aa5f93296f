package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.entrain.math.Simulated.STRICT;
import static org.entrain.math.Simulated.mean;
import static org.entrain.math.Simulated.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

/**
 * Choices beside the folds that mislead, each against what the preset strict does, on simulated
 * data whose truth is known. The figures stand in docs/method.md.
 */
class LaxChoicesTest {

  private static final int VOXELS = 200;
  private static final long SEED = 2000;

  @Test
  void layer_bestOnTestRows_isAboveZeroOnNoise() {
    int layers = 12;
    int participants = 16;
    int voxels = 30;
    int[] runs = Simulated.runs(4, 40);
    List<FMatrixRMaj> recordings = new ArrayList<>();
    for (int i = 0; i < participants; i++) {
      // Voxels of a person have half of their noise in common, as neighbours in a brain do.
      FMatrixRMaj y = Matrices.normal(runs.length, voxels, SEED + i);
      Simulated.add(y, 1, Matrices.normal(runs.length, 1, SEED + 100 + i));
      recordings.add(y);
    }
    EncodingScores[][] scores = new EncodingScores[layers][participants];
    for (int l = 0; l < layers; l++) {
      Design layer = Design.of(Matrices.normal(runs.length, 150, SEED + 200 + l));
      EncodingEngine engine = new EncodingEngine(LinearAlgebra.best(), 2);
      try (PreparedDesign design = engine.prepare(layer, runs, STRICT)) {
        for (int i = 0; i < participants; i++) {
          scores[l][i] = design.score(VoxelSource.of(recordings.get(i)));
        }
      }
    }
    double[] best = new double[participants];
    double[] nested = new double[participants];
    for (int i = 0; i < participants; i++) {
      for (int l = 0; l < layers; l++) {
        best[i] = Math.max(best[i], mean(scores[l][i].r()));
      }
      for (int k = 0; k < 4; k++) {
        int person = i;
        int fold = k;
        int chosen =
            IntStream.range(0, layers)
                .boxed()
                .max(Comparator.comparingDouble(l -> scores[l][person].innerR2()[fold]))
                .orElseThrow();
        double[] r = scores[chosen][i].r();
        nested[i] += mean(Arrays.copyOfRange(r, k * voxels, (k + 1) * voxels)) / 4;
      }
    }

    assertThat(mean(best)).isCloseTo(0.09, within(0.02));
    assertThat(SignFlip.of(best, 1).p()).isLessThan(0.001);
    assertThat(mean(nested)).isCloseTo(0, within(0.03));
    assertThat(SignFlip.of(nested, 1).p()).isGreaterThan(0.05);
  }

  @Test
  void testRows_scaledByThemselves_hideThatPredictionsAreOff() {
    int[] runs = Simulated.runs(4, 60);
    double[] gain = {1, 0.3, 3, 0.3};
    FMatrixRMaj x = Matrices.normal(240, 10, SEED + 300);
    FMatrixRMaj y = Matrices.response(x, VOXELS, 0, SEED + 301);
    Simulated.add(y, 0.3, Matrices.normal(240, VOXELS, SEED + 303));
    for (int i = 0; i < y.getNumElements(); i++) {
      y.data[i] *= (float) gain[runs[i / VOXELS]];
    }

    EncodingScores lax = score(x, y, runs, STRICT.with(TestScaling.OWN));
    EncodingScores training = score(x, y, runs, STRICT);

    assertThat(mean(lax.r2())).isGreaterThan(0.5);
    assertThat(mean(training.r2())).isLessThan(-2);
    assertThat(mean(training.r())).isCloseTo(mean(lax.r()), within(0.02));
  }

  @Test
  void drifts_subtractedFromWholeRuns_turnTrainingRowsAgainstTestRows() {
    int rows = 200;
    FMatrixRMaj x = Matrices.normal(rows, 10, SEED + 400);
    FMatrixRMaj weights = Matrices.normal(2, 10, SEED + 401);
    for (int i = 0; i < rows; i++) {
      double time = 2.0 * i / rows - 1;
      for (int j = 0; j < 10; j++) {
        double alongTheStory = weights.get(0, j) * time + weights.get(1, j) * time * time;
        x.data[i * 10 + j] += (float) (3 * alongTheStory);
      }
    }
    FMatrixRMaj y = Simulated.slow(rows, VOXELS, 60, SEED + 402);
    Detrend.perRun(y.data, VOXELS, new int[rows], 2);

    double[] lax = score(x, y, new int[rows], STRICT).r();
    double[] within = score(Design.of(x), detrended(y, 2), new int[rows], STRICT).r();

    assertThat(mean(lax)).isCloseTo(-0.17, within(0.03));
    assertThat(mean(within)).isCloseTo(0, within(0.02));
  }

  @Test
  void components_fittedOnTestWordsToo_promiseMoreThanANewStoryGives() {
    int rows = 150;
    int later = 600;
    int components = 40;
    FMatrixRMaj words = Matrices.normal(rows + later, 400, SEED + 500);
    FMatrixRMaj y = Matrices.response(words, VOXELS, 0, SEED + 501);
    int[] heard = IntStream.range(0, rows).toArray();
    FMatrixRMaj story = Simulated.first(words, rows);
    FMatrixRMaj recorded = Simulated.first(y, rows);
    Pca all = Pca.fit(LinearAlgebra.best(), story, heard, components);

    double lax = mean(score(all.project(story), recorded, new int[rows], STRICT).r());
    Design perFold = design(story, new int[rows], components);
    double strict = mean(score(perFold, VoxelSource.of(recorded), new int[rows], STRICT).r());

    int[] stories = IntStream.range(0, rows + later).map(i -> i < rows ? 0 : 1).toArray();
    Fold next =
        new Fold(
            0,
            IntStream.range(0, rows * 4 / 5).toArray(),
            IntStream.range(rows, rows + later).toArray());
    double truth;
    try (PreparedDesign design =
        new EncodingEngine(LinearAlgebra.best(), 2)
            .prepare(design(words, stories, components), stories, List.of(next), STRICT)) {
      truth = mean(design.score(VoxelSource.of(y)).r());
    }

    assertThat(lax).isCloseTo(0.36, within(0.02));
    assertThat(strict).isCloseTo(0.29, within(0.02));
    assertThat(truth).isCloseTo(0.31, within(0.02));
    assertThat(lax - truth).isGreaterThan(0.03);
  }

  @Test
  void criterion_ofRatiosPerFold_isDecidedByAFlatStretch() {
    int[] runs = Simulated.runs(4, 80);
    FMatrixRMaj x = Simulated.slow(320, 40, 3, SEED + 600);
    FMatrixRMaj y = Matrices.response(x, VOXELS, 0, SEED + 601);
    Simulated.add(y, 1, Matrices.normal(320, VOXELS, SEED + 603));
    for (int i = 0; i < y.getNumElements(); i++) {
      y.data[i] *= i / VOXELS % 80 < 25 ? 0.01f : 1;
    }

    EncodingScores lax = score(x, y, runs, criterion(Criterion.FOLD_R2));
    EncodingScores pooled = score(x, y, runs, criterion(Criterion.SQUARED_ERROR));

    assertThat(mean(lax.r2())).isLessThan(0.02);
    assertThat(mean(pooled.r2())).isCloseTo(0.19, within(0.03));
  }

  @Test
  void layer_withoutBaselines_passesWordRateForMeaning() {
    int rows = 400;
    int[] runs = Simulated.runs(4, rows / 4);
    Random random = new Random(SEED + 700);
    FMatrixRMaj rate = new FMatrixRMaj(rows, 1);
    FMatrixRMaj layer = new FMatrixRMaj(rows, 50);
    FMatrixRMaj randomVectors = new FMatrixRMaj(rows, 50);
    for (int i = 0; i < rows; i++) {
      rate.data[i] = random.nextInt(5);
      for (int j = 0; j < 50 && rate.data[i] > 0; j++) {
        // The mean of n vectors that have a mean of their own; a TR without words is 0.
        double spread = 1 / Math.sqrt(rate.data[i]);
        layer.set(i, j, (float) (1 + spread * random.nextGaussian()));
        randomVectors.set(i, j, (float) (1 + spread * random.nextGaussian()));
      }
    }
    FMatrixRMaj y = Matrices.normal(rows, VOXELS, SEED + 701);
    Simulated.add(y, 0.5, rate);

    double lax = mean(score(layer, y, runs, STRICT).r());
    double baseline = mean(score(randomVectors, y, runs, STRICT).r());
    double words = mean(score(rate, y, runs, STRICT).r());

    assertThat(lax).isCloseTo(0.43, within(0.03));
    assertThat(lax - baseline).isCloseTo(0, within(0.02));
    assertThat(words).isGreaterThan(lax + 0.1);
  }

  private static EncodingSettings criterion(Criterion criterion) {
    PenaltyChoice strict = STRICT.penalty();
    return STRICT.with(
        new PenaltyChoice(
            strict.lambdas(),
            FoldScheme.contiguous(10),
            5,
            criterion,
            strict.scope(),
            strict.intercept()));
  }

  private static Design design(FMatrixRMaj words, int[] stories, int components) {
    int[] trs = IntStream.range(0, words.numRows).toArray();
    return new WordDesign(
        LinearAlgebra.best(), words, trs, stories, trs, Lags.of(0), components, false);
  }

  /** A recording from whose runs its reader subtracted drifts of a degree. */
  private static VoxelSource detrended(FMatrixRMaj y, int degree) {
    VoxelSource held = VoxelSource.of(y);
    return new VoxelSource() {
      @Override
      public int rows() {
        return held.rows();
      }

      @Override
      public int voxels() {
        return held.voxels();
      }

      @Override
      public void read(int firstVoxel, int count, float[] target) {
        held.read(firstVoxel, count, target);
      }

      @Override
      public int drifts() {
        return degree;
      }
    };
  }
}
