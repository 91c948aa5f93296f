package org.entrain.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.entrain.math.Fold;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.SourceKind;
import org.junit.jupiter.api.Test;

class BaselineTest {

  /** Two runs of three TRs; word 0 is skipped, word 7 belongs to no TR, TR 1 has no word. */
  private static Plan plan(SourceKind kind, int width) {
    return plan(kind, width, "00000000000000ff");
  }

  private static Plan plan(SourceKind kind, int width, String unit) {
    return Plan.newBuilder()
        .setUnit(unit)
        .setModel("baseline")
        .setStep(0)
        .setStimulus("story")
        .setIdentity("identity")
        .setKind(kind)
        .setHiddenSize(width)
        .setLayers(List.of(0))
        .setWords(8)
        .setSkippedWords(1)
        .setWordTrs(Vectors.ofInts(new int[] {0, 0, 0, 2, 3, 3, 3, -1}))
        .setTrRuns(Vectors.ofInts(new int[] {0, 0, 0, 1, 1, 1}))
        .setKeptTrs(Vectors.ofInts(new int[] {1, 2, 3, 4}))
        .setLags(List.of(0, 1))
        .setContext(0)
        .setWindows(0)
        .setTasks(0)
        .setScoredTokens(0)
        .build();
  }

  @Test
  void wordRate_countsWordsOfTheTrAndOfTheOneBeforeInItsRun() {
    assertThat(features(plan(SourceKind.WORD_RATE, 1), false).data)
        .containsExactly(0, 2, 1, 0, 3, 0, 0, 3);
  }

  @Test
  void features_standardisedPerRun_haveMeanZeroInEachRun() {
    FMatrixRMaj x = features(plan(SourceKind.WORD_RATE, 1), true);

    assertThat(x.get(0, 0) + x.get(1, 0)).isCloseTo(0, within(1e-6f));
    assertThat(x.get(2, 0)).isCloseTo(1, within(1e-6f));
    assertThat(x.get(3, 0)).isCloseTo(-1, within(1e-6f));
  }

  @Test
  void random_isTheMeanOfStandardNormalsOfItsWordsAndTheSameAgain() {
    Plan plan = plan(SourceKind.RANDOM, 4000);
    FMatrixRMaj x = features(plan, false);

    assertThat(x.numRows).isEqualTo(4);
    assertThat(x.numCols).isEqualTo(8000);
    assertThat(variance(x, 0, 0)).as("no word").isZero();
    assertThat(variance(x, 0, 4000)).as("two words").isCloseTo(1 / 2.0, within(0.06));
    assertThat(variance(x, 1, 0)).as("one word").isCloseTo(1, within(0.1));
    assertThat(variance(x, 2, 0)).as("three words").isCloseTo(1 / 3.0, within(0.04));
    assertThat(features(plan, false).data).isEqualTo(x.data);
    Plan other = plan(SourceKind.RANDOM, 4000, "00000000000000fe");
    assertThat(features(other, false).data).isNotEqualTo(x.data);
  }

  private static FMatrixRMaj features(Plan plan, boolean zScorePerRun) {
    return SimulatedUnit.all(
        Baseline.design(plan, zScorePerRun).features(new Fold(0, new int[] {0}, new int[] {1})));
  }

  private static double variance(FMatrixRMaj x, int row, int from) {
    return IntStream.range(from, from + 4000)
        .mapToDouble(column -> Math.pow(x.get(row, column), 2))
        .average()
        .orElseThrow();
  }
}
