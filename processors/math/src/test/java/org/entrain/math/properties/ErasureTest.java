package org.entrain.math.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.entrain.math.LinearAlgebra;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Laws of what is taken away. */
class ErasureTest {

  private static final int WORDS = 400;
  private static final int WIDTH = 20;
  private static final double[] LAMBDAS = {0.1, 1, 10};

  private final LinearAlgebra algebra = LinearAlgebra.ejml();
  private final Labels labels =
      new Labels("p", List.of("a", "b", "c"), new Random(3).ints(WORDS, 0, 3).toArray());

  /** Correlated dimensions, some of which tell classes apart. */
  private final FMatrixRMaj words = words();

  private FMatrixRMaj words() {
    Random random = new Random(4);
    double[][] mix = new double[WIDTH][WIDTH];
    for (double[] row : mix) {
      for (int h = 0; h < WIDTH; h++) {
        row[h] = random.nextGaussian();
      }
    }
    FMatrixRMaj words = new FMatrixRMaj(WORDS, WIDTH);
    for (int i = 0; i < WORDS; i++) {
      for (double[] row : mix) {
        double source = random.nextGaussian();
        for (int h = 0; h < WIDTH; h++) {
          words.data[i * WIDTH + h] += (float) (source * row[h]);
        }
      }
      words.data[i * WIDTH + 2] += 5 * labels.classOf()[i];
      words.data[i * WIDTH + 7] += labels.classOf()[i] == 1 ? 9 : 0;
      words.data[i * WIDTH + 5] += 4;
    }
    return words;
  }

  @Test
  void leace_leavesNoCovarianceWithTheLabels() {
    FMatrixRMaj residual = projected(RemovalMethod.LEACE);

    DMatrixRMaj sums = Moments.of(algebra, residual).withLabels(labels);
    for (double sum : sums.data) {
      assertThat(sum / WORDS).isCloseTo(0, within(1e-5));
    }
  }

  @Test
  void leace_changesNoMoreThanOtherLinearErasers() {
    // The change is measured as the paper does, by its mean square; INLP erases more.
    assertThat(change(projected(RemovalMethod.LEACE)))
        .isLessThan(change(projected(RemovalMethod.INLP)));
    assertThat(((Erasure.ByProjection) erasure(RemovalMethod.LEACE)).left().numCols).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"LEACE", "INLP"})
  void projection_twice_isAsOnce(RemovalMethod method) {
    Erasure.ByProjection projection = (Erasure.ByProjection) erasure(method);
    FMatrixRMaj once = projection.residual(words);
    FMatrixRMaj twice = projection.residual(once);

    for (int i = 0; i < once.data.length; i++) {
      assertThat(twice.data[i]).isCloseTo(once.data[i], within(1e-3f));
    }
  }

  @Test
  void inlp_leavesNothingToReadForItsClassifier() {
    FMatrixRMaj residual = projected(RemovalMethod.INLP);

    Probe probe =
        new Probes(algebra, 1, ProbeSettings.PROTOCOL)
            .fit(residual, List.of(ProbeTarget.of(labels)))
            .get(0)
            .probe();

    assertThat(probe).isNotNull();
    assertThat(probe.accuracy()).isLessThan(labels.chance() + 0.05);
  }

  @Test
  void crossFitting_fitsEveryFoldToItsTrainingWords() {
    FMatrixRMaj other = words.copy();
    for (int h = 0; h < WIDTH; h++) {
      other.data[h] += 100; // word 0 is no training word of the first fold
    }
    Erasure.ByLabels before = (Erasure.ByLabels) erasure(RemovalMethod.CROSS_FITTED);
    Erasure.ByLabels after =
        (Erasure.ByLabels) eraser(RemovalMethod.CROSS_FITTED, other).fit(labels);

    assertThat(before.fits()).hasSize(2);
    assertThat(after.fits().get(0).theta().data).isEqualTo(before.fits().get(0).theta().data);
    assertThat(after.fits().get(1).theta().data).isNotEqualTo(before.fits().get(1).theta().data);
  }

  /** Of pure noise an in-sample removal reads off its own labels. */
  @Test
  void crossFitting_doesNotPushAProbeOfNoiseBelowChance() {
    int width = 100;
    Random random = new Random(8);
    FMatrixRMaj noise = new FMatrixRMaj(WORDS, width);
    for (int i = 0; i < noise.data.length; i++) {
      noise.data[i] = (float) random.nextGaussian();
    }
    Labels coin = new Labels("Random", List.of("0", "1"), random.ints(WORDS, 0, 2).toArray());

    assertThat(after(noise, coin, RemovalMethod.RIDGE)).isLessThan(0.35);
    assertThat(after(noise, coin, RemovalMethod.CROSS_FITTED)).isBetween(0.42, 0.58);
  }

  private double after(FMatrixRMaj noise, Labels coin, RemovalMethod method) {
    Eraser eraser = eraser(method, noise);
    Probe probe =
        new Probes(algebra, 1, ProbeSettings.PROTOCOL)
            .fit(noise, List.of(eraser.probed((Erasure.ByLabels) eraser.fit(coin), coin, 4)))
            .get(0)
            .probe();
    assertThat(probe).isNotNull();
    return probe.accuracy();
  }

  private FMatrixRMaj projected(RemovalMethod method) {
    return ((Erasure.ByProjection) erasure(method)).residual(words);
  }

  private Erasure erasure(RemovalMethod method) {
    return eraser(method, words).fit(labels);
  }

  private Eraser eraser(RemovalMethod method, FMatrixRMaj words) {
    List<int[]> training =
        List.of(IntStream.range(200, WORDS).toArray(), IntStream.range(0, 200).toArray());
    return new Eraser(algebra, method, Coding.ONE_HOT, 4, LAMBDAS, words, training);
  }

  private double change(FMatrixRMaj residual) {
    return IntStream.range(0, words.data.length)
        .mapToDouble(i -> Math.pow(words.data[i] - residual.data[i], 2))
        .sum();
  }
}
