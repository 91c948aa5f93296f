package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BandedEngineTest {

  private static final int ROWS = 90;
  private static final int VOXELS = 12;
  private static final int[] RUNS = IntStream.range(0, ROWS).map(i -> i / 30).toArray();
  private static final double[][] THREE = {{1, 0}, {0.3, 0.7}, {0.5, 0.5}};

  private final LinearAlgebra algebra = new OpenBlasAlgebra();

  @ParameterizedTest
  @EnumSource(Criterion.class)
  void scores_oneBand_areThoseOfThePlainEngine(Criterion criterion) {
    FMatrixRMaj x = Matrices.normal(ROWS, 130, 1);
    VoxelSource y = VoxelSource.of(Matrices.response(x, VOXELS, 0.4, 2));
    EncodingSettings settings = settings(criterion, -2, 6).with(new Significance(99, 5, 3, false));
    EncodingScores plain;
    try (PreparedDesign design =
        new EncodingEngine(algebra, 2).prepare(Design.of(x), RUNS, settings)) {
      plain = design.score(y);
    }

    BandedScores banded = score(List.of(band("layer", x)), y, settings, new double[][] {{1}}, 2);

    assertThat(banded.scores().lambdaIndex()).isEqualTo(plain.lambdaIndex());
    assertThat(banded.scores().r()).containsExactly(plain.r(), within(1e-6));
    assertThat(banded.scores().r2()).containsExactly(plain.r2(), within(1e-6));
    assertThat(banded.scores().innerR2()).containsExactly(plain.innerR2(), within(1e-6));
    assertThat(banded.scores().p()).containsExactly(plain.p(), within(0.0101));
    assertThat(banded.gainOver(plain)).containsOnly(new double[VOXELS], within(1e-6));
    assertThat(banded.split().variance()).containsExactly(ones(), within(1e-12));
  }

  /** A weight of a kernel is one of the squared features: each candidate is a plain model. */
  @ParameterizedTest
  @EnumSource(names = {"FOLD_R2", "FOLD_MSE"})
  void scores_givenWeights_equalBruteForce(Criterion criterion) {
    FMatrixRMaj a = Matrices.normal(ROWS, 4, 5);
    FMatrixRMaj b = Matrices.normal(ROWS, 60, 6);
    FMatrixRMaj y = mixture(a, b, 7);
    EncodingSettings settings = settings(criterion, -3, 5);
    BandedScores banded =
        score(List.of(band("a", a), band("b", b)), VoxelSource.of(y), settings, THREE, 2);

    List<Fold> folds = Folds.outer(settings.folds(), settings.gap(), RUNS);
    for (Fold fold : folds) {
      for (int v = 0; v < VOXELS; v++) {
        BruteForce.Result best = null;
        double least = Double.POSITIVE_INFINITY;
        int candidate = -1;
        for (int c = 0; c < THREE.length; c++) {
          BruteForce.Result result =
              BruteForce.score(beside(a, b), weights(a, b, THREE[c]), y, v, fold, RUNS, settings);
          double error = result.error()[result.lambda()];
          if (error < least) {
            least = error;
            best = result;
            candidate = c;
          }
        }
        int at = fold.index() * VOXELS + v;
        assertThat(banded.candidate()[at])
            .as("fold %s, voxel %s", fold.index(), v)
            .isEqualTo(candidate);
        assertThat(banded.scores().lambdaIndex()[at]).isEqualTo((byte) best.lambda());
        assertThat(banded.scores().r()[at]).isCloseTo(best.r(), within(1e-5));
        assertThat(banded.scores().r2()[at]).isCloseTo(best.r2(), within(1e-5));
      }
    }
  }

  @Test
  void split_anyVoxel_addsUpToTheJointScores() {
    FMatrixRMaj a = Matrices.normal(ROWS, 4, 5);
    FMatrixRMaj b = Matrices.normal(ROWS, 60, 6);
    VoxelSource y = VoxelSource.of(mixture(a, b, 7));
    BandedScores banded =
        score(
            List.of(band("a", a), band("b", b)), y, settings(Criterion.FOLD_MSE, -3, 5), THREE, 2);

    PredictionSplit split = banded.split();
    double[] r = banded.scores().meanR();
    double[] r2 = banded.scores().meanR2();
    for (int v = 0; v < VOXELS; v++) {
      assertThat(split.r()[v] + split.r()[VOXELS + v]).isCloseTo(r[v], within(1e-6));
      assertThat(split.r2()[v] + split.r2()[VOXELS + v] + split.offset()[v])
          .isCloseTo(r2[v], within(1e-6));
      assertThat(split.variance()[v] + split.variance()[VOXELS + v]).isCloseTo(1, within(1e-9));
      assertThat(banded.meanWeight(0)[v] + banded.meanWeight(1)[v]).isCloseTo(1, within(1e-9));
    }
  }

  @Test
  void weights_oneBandWithSignal_areNearItsCorner() {
    FMatrixRMaj signal = Matrices.normal(ROWS, 30, 11);
    FMatrixRMaj noise = Matrices.normal(ROWS, 30, 12);
    VoxelSource y = VoxelSource.of(Matrices.response(signal, VOXELS, 0.02, 13));
    BandedScores banded =
        score(
            List.of(band("signal", signal), band("noise", noise)),
            y,
            settings(Criterion.FOLD_MSE, -3, 5),
            BandSearch.of(20, 1).candidates(2),
            2);

    assertThat(Arrays.stream(banded.meanWeight(0))).allMatch(weight -> weight > 0.8);
    for (int v = 0; v < VOXELS; v++) {
      assertThat(banded.split().variance()[v]).isCloseTo(1, within(0.1));
      assertThat(banded.split().r()[VOXELS + v]).isCloseTo(0, within(0.05));
    }
  }

  /** Side by side, 300 features of noise drown three of signal: one penalty cannot fit both. */
  @Test
  void scores_wideBandOfNoise_areBetterThanThoseOfBandsSideBySide() {
    FMatrixRMaj signal = Matrices.normal(ROWS, 3, 21);
    FMatrixRMaj noise = Matrices.normal(ROWS, 300, 22);
    VoxelSource y = VoxelSource.of(Matrices.response(signal, VOXELS, 0.1, 23));
    EncodingSettings settings = settings(Criterion.FOLD_MSE, -3, 5);
    EncodingScores plain;
    try (PreparedDesign design =
        new EncodingEngine(algebra, 2).prepare(Design.of(beside(signal, noise)), RUNS, settings)) {
      plain = design.score(y);
    }
    List<Band> bands = List.of(band("signal", signal), band("noise", noise));

    BandedScores banded = score(bands, y, settings, BandSearch.of(10, 1).candidates(2), 2);
    double[] gain = banded.gainOver(plain);
    assertThat(Arrays.stream(gain).average().orElseThrow()).isGreaterThan(0.3);
    assertThat(Arrays.stream(gain).filter(better -> better > 0.1).count()).isGreaterThan(9);

    // The weights of the bands side by side are a candidate like any other.
    BandedScores same = score(bands, y, settings, new double[][] {{3.0 / 303, 300.0 / 303}}, 2);
    assertThat(same.scores().r()).containsExactly(plain.r(), within(1e-6));
    assertThat(same.scores().lambdaIndex()).isEqualTo(plain.lambdaIndex());
  }

  @Test
  void scores_anyThreads_areTheSameBits() {
    FMatrixRMaj a = Matrices.normal(ROWS, 4, 31);
    FMatrixRMaj b = Matrices.normal(ROWS, 60, 32);
    FMatrixRMaj few = mixture(a, b, 33);
    // Voxels of several panels.
    FMatrixRMaj many = Matrices.columns(few, IntStream.range(0, 1100).map(v -> v % 12).toArray());
    EncodingSettings settings =
        settings(Criterion.SQUARED_ERROR, -3, 5).with(new Significance(20, 5, 3, true));
    List<Band> bands = List.of(band("a", a), band("b", b));

    BandedScores one = score(bands, VoxelSource.of(many), settings, THREE, 1);
    BandedScores three = score(bands, VoxelSource.of(many), settings, THREE, 3);
    assertThat(three.scores().r()).isEqualTo(one.scores().r());
    assertThat(three.scores().p()).isEqualTo(one.scores().p());
    assertThat(three.candidate()).isEqualTo(one.candidate());
    assertThat(three.split().r2()).isEqualTo(one.split().r2());
    assertThat(three.scores().innerR2()).isEqualTo(one.scores().innerR2());
  }

  @Test
  void scores_severalRecordings_areThoseOfEachAlone() {
    FMatrixRMaj a = Matrices.normal(ROWS, 4, 34);
    FMatrixRMaj b = Matrices.normal(ROWS, 60, 35);
    VoxelSource first = VoxelSource.of(mixture(a, b, 36));
    VoxelSource second = VoxelSource.of(Matrices.normal(ROWS, 5, 37));
    EncodingSettings settings = settings(Criterion.FOLD_R2, -3, 5);
    BandedDesign design =
        new BandedEngine(algebra, 2)
            .prepare(List.of(band("a", a), band("b", b)), RUNS, settings, BandSearch.of(2, 1));

    List<BandedScores> both =
        design.score(List.of(first, second), List.of(RecordingMaps.NONE, RecordingMaps.NONE));
    assertThat(both.get(0).scores().r()).isEqualTo(design.score(first).scores().r());
    assertThat(both.get(1).scores().r()).isEqualTo(design.score(second).scores().r());
    assertThat(both.get(1).candidate()).isEqualTo(design.score(second).candidate());
    assertThatThrownBy(() -> design.score(List.of(first, second), List.of()))
        .hasMessage("recordings and maps differ: 2 != 0");
  }

  @Test
  void scores_constantBand_areThoseOfTheOther() {
    FMatrixRMaj x = Matrices.normal(ROWS, 20, 41);
    FMatrixRMaj constant = new FMatrixRMaj(ROWS, 2);
    Arrays.fill(constant.data, 0.1f);
    VoxelSource y = VoxelSource.of(Matrices.response(x, VOXELS, 0.2, 42));
    EncodingSettings settings = settings(Criterion.FOLD_MSE, -3, 5);

    BandedScores banded =
        score(List.of(band("constant", constant), band("x", x)), y, settings, THREE, 2);
    BandedScores alone = score(List.of(band("x", x)), y, settings, new double[][] {{1}}, 2);
    // Half of the weight is lost on a kernel of zeros.
    assertThat(banded.scores().meanR()).containsExactly(alone.scores().meanR(), within(0.05));
    assertThat(Arrays.copyOf(banded.split().r(), VOXELS)).containsOnly(0);
  }

  @Test
  void prepare_impossibleChoices_isRefusedWithTheNumbers() {
    FMatrixRMaj x = Matrices.normal(ROWS, 5, 51);
    List<Band> bands = List.of(band("a", x), band("b", x));
    BandedEngine engine = new BandedEngine(algebra, 1);
    EncodingSettings settings = settings(Criterion.FOLD_MSE, -3, 5);

    assertThatThrownBy(() -> engine.prepare(bands, new int[] {0, 0, 1, 1}, settings, THREE))
        .hasMessage("rows of a and of runs differ: 90 != 4");
    assertThatThrownBy(() -> engine.prepare(bands, RUNS, settings, new double[][] {{1}}))
        .hasMessage("weights of candidate 0 and bands differ: 1 != 2");
    assertThatThrownBy(() -> engine.prepare(bands, RUNS, settings, new double[][] {{0.7, 0.7}}))
        .hasMessageContaining("[0.7, 0.7]");
    assertThatThrownBy(() -> engine.prepare(bands, RUNS, settings, new double[][] {{-1, 2}}))
        .hasMessageContaining("[-1.0, 2.0]");
    assertThatThrownBy(() -> engine.prepare(bands, RUNS, settings, new double[0][]))
        .hasMessage("no weights to choose from");
    assertThatThrownBy(() -> engine.prepare(List.of(), RUNS, settings, BandSearch.of(1, 1)))
        .hasMessageContaining("no bands");
    PenaltyChoice all =
        new PenaltyChoice(
            List.of(1.0), FoldScheme.contiguous(3), 0, Criterion.FOLD_MSE, PenaltyScope.ALL, false);
    assertThatThrownBy(() -> engine.prepare(bands, RUNS, settings.with(all), THREE))
        .hasMessageContaining("penalties per ALL");
    assertThatThrownBy(() -> new BandedEngine(algebra, 0)).hasMessageContaining("0");
    BandedDesign design = engine.prepare(bands, RUNS, settings, THREE);
    assertThatThrownBy(() -> design.score(VoxelSource.of(Matrices.normal(8, 3, 1))))
        .hasMessageContaining("90 != 8");
    assertThatThrownBy(() -> design.score(VoxelSource.of(new FMatrixRMaj(ROWS, 0))))
        .hasMessageContaining("no voxels");
  }

  private BandedScores score(
      List<Band> bands,
      VoxelSource y,
      EncodingSettings settings,
      double[][] candidates,
      int threads) {
    return new BandedEngine(algebra, threads).prepare(bands, RUNS, settings, candidates).score(y);
  }

  private static EncodingSettings settings(Criterion criterion, int first, int last) {
    return EncodingSettings.protocol(
            FoldScheme.perRun(),
            0,
            new PenaltyChoice(
                PenaltyChoice.powersOfTen(first, last),
                FoldScheme.contiguous(5),
                0,
                criterion,
                PenaltyScope.VOXEL,
                false))
        .with(TestScaling.TRAINING);
  }

  private static Band band(String name, FMatrixRMaj x) {
    return new Band(name, Design.of(x));
  }

  /** Simulated: voxels from the first band to the second, in noise. */
  private static FMatrixRMaj mixture(FMatrixRMaj a, FMatrixRMaj b, long seed) {
    FMatrixRMaj first = Matrices.response(a, VOXELS, 0, seed);
    FMatrixRMaj second = Matrices.response(b, VOXELS, 0, seed + 2);
    FMatrixRMaj noise = Matrices.normal(ROWS, VOXELS, seed + 4);
    for (int i = 0; i < noise.getNumElements(); i++) {
      float share = (i % VOXELS) / (VOXELS - 1f);
      noise.data[i] = (1 - share) * first.data[i] + share * second.data[i] + 0.5f * noise.data[i];
    }
    return noise;
  }

  private static FMatrixRMaj beside(FMatrixRMaj a, FMatrixRMaj b) {
    FMatrixRMaj both = new FMatrixRMaj(ROWS, a.numCols + b.numCols);
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < both.numCols; j++) {
        both.set(i, j, j < a.numCols ? a.get(i, j) : b.get(i, j - a.numCols));
      }
    }
    return both;
  }

  /** Weights of the features: bands of equal variance, with the variance of all features. */
  private static double[] weights(FMatrixRMaj a, FMatrixRMaj b, double[] gamma) {
    int all = a.numCols + b.numCols;
    double[] weights = new double[all];
    Arrays.fill(weights, 0, a.numCols, gamma[0] * all / a.numCols);
    Arrays.fill(weights, a.numCols, all, gamma[1] * all / b.numCols);
    return weights;
  }

  private static double[] ones() {
    double[] ones = new double[VOXELS];
    Arrays.fill(ones, 1);
    return ones;
  }
}
