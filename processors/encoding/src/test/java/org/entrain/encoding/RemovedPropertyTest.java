package org.entrain.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.entrain.math.Lags;
import org.entrain.math.RowSource;
import org.entrain.math.WordDesign;
import org.entrain.math.properties.Coding;
import org.entrain.schemas.Topics;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Removal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Removal from rows of features is removal from words. */
class RemovedPropertyTest {

  private static final int WORDS = 90;
  private static final int SKIPPED = 7;
  private static final int TRS = 40;
  private static final int WIDTH = 5;

  /** Some TRs have no word; two runs; TRs dropped at their ends. */
  private static final int[] WORD_TRS =
      IntStream.range(0, WORDS).map(w -> w < 3 ? -1 : Math.min(TRS - 1, w * w % 83 / 2)).toArray();

  private static final int[] RUNS = IntStream.range(0, TRS).map(t -> t < 23 ? 0 : 1).toArray();
  private static final int[] KEPT =
      IntStream.range(0, TRS).filter(t -> t > 2 && t != 22 && t != 23).toArray();

  @BeforeAll
  static void trustEvents() {
    new Topics(1); // a copy of an event names its classes, which Avro has to know
  }

  @ParameterizedTest
  @EnumSource(Coding.class)
  void rows_ofWordsWithTheProperty_equalThoseOfWordsWithout(Coding coding) {
    Plan plan = plan();
    RemovedProperty property = RemovedProperty.of(removal(coding));
    FMatrixRMaj words = SimulatedUnit.random(1, WORDS - SKIPPED, WIDTH);
    RowSource rows = property.rows(RowSource.of(features(words, plan)), plan).apply(0);
    FMatrixRMaj before = words.copy();
    property.remove(words, SKIPPED, 0);
    assertWithout(before, words, coding);
    FMatrixRMaj expected = features(words, plan);
    float[] found = SimulatedUnit.all(rows).data;
    assertThat(found).hasSameSizeAs(expected.data);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(expected.data[i], within(1e-5f));
    }
    float[] one = new float[rows.columns()];
    rows.read(11, 1, one);
    assertThat(one).containsExactly(Arrays.copyOfRange(found, 11 * one.length, 12 * one.length));
  }

  @Test
  void rows_ofAFold_areByItsOwnFit() {
    int fits = 3;
    Random random = new Random(6);
    Removal removal =
        Removal.newBuilder(removal(Coding.ONE_HOT))
            .setMethod("cross-fitted")
            .setFits(fits)
            .setTheta(Vectors.ofDoubles(random.doubles(fits * 3 * WIDTH, -2, 2).toArray()))
            .setIntercept(Vectors.ofDoubles(random.doubles(fits * WIDTH, -2, 2).toArray()))
            .build();

    assertThat(RemovedProperty.of(removal).differsByFold()).isTrue();
    assertThat(assertRowsOfWords(removal, 2)).isNotEqualTo(assertRowsOfWords(removal, 0));
    assertThatThrownBy(() -> assertRowsOfWords(removal, 3))
        .hasMessageContaining("fitted to 3 folds, and fold 3 is asked for");
  }

  @Test
  void rows_projected_equalThoseOfWordsProjected() {
    Random random = new Random(7);
    Removal removal =
        Removal.newBuilder(removal(Coding.ONE_HOT))
            .setMethod("leace")
            .setFits(0)
            .setTheta(Vectors.ofDoubles(new double[0]))
            .setIntercept(Vectors.ofDoubles(new double[0]))
            .setMean(Vectors.ofDoubles(random.doubles(WIDTH, -2, 2).toArray()))
            .setLeft(Vectors.ofDoubles(random.doubles(WIDTH * 2, -1, 1).toArray()))
            .setRight(Vectors.ofDoubles(random.doubles(2 * WIDTH, -1, 1).toArray()))
            .build();

    assertRowsOfWords(removal, 0);
  }

  private static float[] assertRowsOfWords(Removal removal, int fit) {
    Plan plan = plan();
    RemovedProperty property = RemovedProperty.of(removal);
    FMatrixRMaj words = SimulatedUnit.random(1, WORDS - SKIPPED, WIDTH);
    RowSource rows = property.rows(RowSource.of(features(words, plan)), plan).apply(fit);
    FMatrixRMaj before = words.copy();
    property.remove(words, SKIPPED, fit);
    assertThat(words.data).isNotEqualTo(before.data);
    FMatrixRMaj expected = features(words, plan);
    float[] found = SimulatedUnit.all(rows).data;
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(expected.data[i], within(1e-5f));
    }
    return found;
  }

  @Test
  void removal_ofOtherSizes_isRefusedWithTheNumbers() {
    RemovedProperty property = RemovedProperty.of(removal(Coding.ONE_HOT));
    FMatrixRMaj narrow = new FMatrixRMaj(KEPT.length, WIDTH);
    assertThatThrownBy(() -> property.rows(RowSource.of(narrow), plan()))
        .hasMessageContaining("features of features and removal differ: 5 != 15");
    assertThatThrownBy(() -> property.remove(new FMatrixRMaj(2, 4), 0, 0))
        .hasMessageContaining("4 != 5");
    Removal broken =
        Removal.newBuilder(removal(Coding.ONE_HOT))
            .setTheta(Vectors.ofDoubles(new double[4]))
            .build();
    assertThatThrownBy(() -> RemovedProperty.of(broken)).hasMessageContaining("4 values of theta");
  }

  /** W − T θ − b, word by word. */
  private static void assertWithout(FMatrixRMaj before, FMatrixRMaj after, Coding coding) {
    Removal removal = removal(coding);
    double[] theta = Vectors.doubles(removal.getTheta());
    double[] intercept = Vectors.doubles(removal.getIntercept());
    for (int i = 0; i < before.numRows; i++) {
      int c = (SKIPPED + i) * 5 % 3;
      for (int h = 0; h < WIDTH; h++) {
        double predicted = coding == Coding.ONE_HOT ? theta[c * WIDTH + h] : (double) c * theta[h];
        assertThat((double) after.get(i, h))
            .isCloseTo(before.get(i, h) - predicted - intercept[h], within(1e-5));
      }
    }
  }

  private static FMatrixRMaj features(FMatrixRMaj words, Plan plan) {
    int[] trOfWord = IntStream.range(SKIPPED, WORDS).map(w -> WORD_TRS[w]).toArray();
    FMatrixRMaj means = WordDesign.trMeans(words, trOfWord, TRS);
    return Baseline.rows(new Lags(plan.getLags()).apply(means, RUNS), KEPT);
  }

  private static Plan plan() {
    return Plan.newBuilder(SimulatedUnit.of("story", 1).plan())
        .setWords(WORDS)
        .setSkippedWords(SKIPPED)
        .setHiddenSize(WIDTH)
        .setWordTrs(Vectors.ofInts(WORD_TRS))
        .setTrRuns(Vectors.ofInts(RUNS))
        .setKeptTrs(Vectors.ofInts(KEPT))
        .setLags(List.of(0, 1, 3))
        .build();
  }

  static Removal removal(Coding coding) {
    Random random = new Random(5);
    int columns = coding.codes(List.of("a", "b", "c")).numCols;
    return Removal.newBuilder()
        .setUnit("story-1")
        .setModel("model-story")
        .setStep(1)
        .setLayer(SimulatedUnit.LAYER)
        .setProperty("Tense")
        .setLabels("labels")
        .setCoding(coding.text())
        .setClasses(List.of("a", "b", "c"))
        .setWordClasses(Vectors.ofInts(IntStream.range(0, WORDS).map(w -> w * 5 % 3).toArray()))
        .setTheta(Vectors.ofDoubles(random.doubles(columns * WIDTH, -2, 2).toArray()))
        .setIntercept(Vectors.ofDoubles(random.doubles(WIDTH, -2, 2).toArray()))
        .setLambda(1)
        .build();
  }
}
