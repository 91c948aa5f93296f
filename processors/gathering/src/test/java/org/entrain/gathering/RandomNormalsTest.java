package org.entrain.gathering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.SourceKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Normal, and independent along the story as well as across dimensions. */
class RandomNormalsTest {

  private static final int WORDS = 5000;
  private static final int WIDTH = 16;

  /** Statistics of so many columns and lags stay within five standard errors. */
  private static final double BOUND = 5 / Math.sqrt(WORDS);

  @ParameterizedTest
  @ValueSource(
      strings = {"0000000000000000", "0123456789abcdef", "5a5a77aa01fe3b9c", "ffffffffffffffff"})
  void columns_alongTheStory_areIndependentNormals(String unit) {
    FMatrixRMaj normals = RandomNormals.of(plan(unit));
    for (int column = 0; column < WIDTH; column++) {
      double[] x = column(normals, column);
      double[] ones = IntStream.range(0, WORDS).mapToDouble(word -> 1).toArray();
      double[] trend =
          IntStream.range(0, WORDS)
              .mapToDouble(word -> Math.sqrt(12) * (word + 0.5 - WORDS / 2.) / WORDS)
              .toArray();
      assertThat(product(x, ones, 0)).as("mean").isCloseTo(0, offset(BOUND));
      assertThat(product(x, trend, 0)).as("trend").isCloseTo(0, offset(BOUND));
      assertThat(product(x, x, 0)).as("variance").isCloseTo(1, offset(Math.sqrt(2) * BOUND));
      for (int lag = 1; lag <= 50; lag++) {
        assertThat(product(x, x, lag)).as("lag " + lag).isCloseTo(0, offset(BOUND));
      }
      double[] next = column(normals, (column + 1) % WIDTH);
      assertThat(product(x, next, 0)).as("the next column").isCloseTo(0, offset(BOUND));
    }
  }

  @Test
  void vectors_ofOneUnit_areTheSameAndOfAnotherNot() {
    float[] one = RandomNormals.of(plan("00000000000000aa")).data;
    assertThat(RandomNormals.of(plan("00000000000000aa")).data).isEqualTo(one);
    double[] first = IntStream.range(0, WORDS).mapToDouble(i -> one[i]).toArray();
    float[] other = RandomNormals.of(plan("00000000000000ab")).data;
    double[] second = IntStream.range(0, WORDS).mapToDouble(i -> other[i]).toArray();
    assertThat(product(first, second, 0)).isCloseTo(0, offset(BOUND));
  }

  private static double[] column(FMatrixRMaj matrix, int column) {
    return IntStream.range(0, WORDS).mapToDouble(word -> matrix.get(word, column)).toArray();
  }

  /** Mean product of one series with a later part of another. */
  private static double product(double[] a, double[] b, int lag) {
    return IntStream.range(0, WORDS - lag).mapToDouble(i -> a[i] * b[i + lag]).sum() / WORDS;
  }

  private static Plan plan(String unit) {
    return Plan.newBuilder()
        .setUnit(unit)
        .setModel("baseline-random")
        .setStep(0)
        .setStimulus("s")
        .setKind(SourceKind.RANDOM)
        .setIdentity("i")
        .setLayers(List.of(0))
        .setHiddenSize(WIDTH)
        .setWords(WORDS)
        .setSkippedWords(0)
        .setWordTrs(Vectors.ofInts(new int[WORDS]))
        .setTrRuns(Vectors.ofInts(new int[1]))
        .setKeptTrs(Vectors.ofInts(new int[1]))
        .setLags(List.of(0))
        .setContext(1)
        .setWindows(0)
        .setTasks(0)
        .setScoredTokens(0)
        .build();
  }
}
