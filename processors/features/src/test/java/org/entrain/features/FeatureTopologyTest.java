package org.entrain.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entrain.features.FeatureDriver.HIDDEN;
import static org.entrain.features.FeatureDriver.plan;
import static org.entrain.features.FeatureDriver.word;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.streams.test.TestRecord;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Activation;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.SourceKind;
import org.entrain.schemas.avro.WorkState;
import org.entrain.transport.DeadLetters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeatureTopologyTest {

  /** Two runs of four TRs; TR 2 has no word, word 0 belongs to none, the last TR is trimmed. */
  private static final int[] WORD_TRS = {-1, 0, 0, 1, 3, 3, 4, 5, 5, 5, 6, 7};

  private static final int[] TR_RUNS = {0, 0, 0, 0, 1, 1, 1, 1};
  private static final int[] KEPT = {0, 1, 2, 3, 4, 5, 6};
  private static final List<Integer> LAGS = List.of(0, 2);

  private static Plan thePlan() {
    return plan(WORD_TRS, TR_RUNS, KEPT, LAGS).build();
  }

  private static List<Activation> words(float... values) {
    return IntStream.range(0, values.length).mapToObj(i -> word(i, values[i])).toList();
  }

  private static float[] values(long seed) {
    Random random = new Random(seed);
    float[] values = new float[WORD_TRS.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  /** The protocol's definition, written down anew: mean over a TR's words, then lags. */
  private static float[] expected(float[] values, int layerPosition, int row) {
    float[] expected = new float[LAGS.size() * HIDDEN];
    for (int lag = 0; lag < LAGS.size(); lag++) {
      int tr = KEPT[row] - LAGS.get(lag);
      if (tr < 0 || TR_RUNS[tr] != TR_RUNS[KEPT[row]]) {
        continue;
      }
      int[] own = IntStream.range(0, values.length).filter(w -> WORD_TRS[w] == tr).toArray();
      for (int j = 0; j < HIDDEN && own.length > 0; j++) {
        int offset = 10 * layerPosition + j;
        expected[lag * HIDDEN + j] =
            (float) Arrays.stream(own).mapToDouble(w -> values[w] + offset).average().orElse(0);
      }
    }
    return expected;
  }

  private static void assertRows(Map<String, float[]> rows, float[] values) {
    assertThat(rows).hasSize(KEPT.length * FeatureDriver.LAYERS.size());
    for (int i = 0; i < FeatureDriver.LAYERS.size(); i++) {
      for (int row = 0; row < KEPT.length; row++) {
        assertThat(rows.get(FeatureDriver.LAYERS.get(i) + "/" + row))
            .containsExactly(expected(values, i, row), org.assertj.core.data.Offset.offset(1e-5f));
      }
    }
  }

  @Test
  void rows_anyOrderOfWordsAndPlan_equalTheDefinition() {
    float[] values = values(1);
    for (long seed = 0; seed < 20; seed++) {
      try (FeatureDriver driver = new FeatureDriver()) {
        List<Activation> words = new ArrayList<>(words(values));
        Collections.shuffle(words, new Random(seed));
        int planAt = new Random(seed).nextInt(words.size() + 1);
        driver.pipeAll(words.subList(0, planAt));
        driver.pipe(thePlan());
        driver.pipeAll(words.subList(planAt, words.size()));

        assertRows(driver.rows(), values);
      }
    }
  }

  @Test
  void words_orderWithinTr_doesNotChangeOneBit() {
    float[] values = values(2);
    List<Map<String, float[]>> results = new ArrayList<>();
    for (long seed = 0; seed < 2; seed++) {
      try (FeatureDriver driver = new FeatureDriver()) {
        List<Activation> words = new ArrayList<>(words(values));
        Collections.shuffle(words, new Random(seed));
        driver.pipe(thePlan());
        driver.pipeAll(words);
        results.add(driver.rows());
      }
    }
    results.get(0).forEach((key, row) -> assertThat(results.get(1).get(key)).isEqualTo(row));
  }

  @Test
  void words_comingTwice_countOnce() {
    float[] values = values(3);
    try (FeatureDriver driver = new FeatureDriver()) {
      driver.pipe(thePlan());
      driver.pipeAll(words(values));
      driver.pipeAll(words(values(4)));
      driver.pipe(thePlan());

      assertRows(driver.rows(), values);
    }
  }

  @Test
  void row_wordsOfItsTrs_isEmittedWithTheLastOfThem() {
    try (FeatureDriver driver = new FeatureDriver()) {
      driver.pipe(thePlan());
      // Before any word only rows without words are ready: none, as TR 0 has words and row 2 needs
      // it.
      assertThat(driver.rows()).isEmpty();
      driver.pipe(word(1, 1));
      assertThat(driver.rows()).isEmpty();
      driver.pipe(word(2, 1));
      assertThat(driver.rows().keySet()).containsExactly("0/0", "0/2", "2/0", "2/2");
    }
  }

  @Test
  void features_wordsOfOneRunChanged_changeNothingBeforeThemNorInOtherRuns() {
    float[] values = values(5);
    float[] changed = values.clone();
    int firstChanged = 4; // a word of TR 3, run 0
    for (int w = firstChanged; w < 6; w++) {
      changed[w] += 100;
    }
    Map<String, float[]> before;
    Map<String, float[]> after;
    try (FeatureDriver driver = new FeatureDriver()) {
      driver.pipe(thePlan());
      driver.pipeAll(words(values));
      before = driver.rows();
    }
    try (FeatureDriver driver = new FeatureDriver()) {
      driver.pipe(thePlan());
      driver.pipeAll(words(changed));
      after = driver.rows();
    }
    before.forEach(
        (key, row) -> {
          boolean touched = key.endsWith("/3");
          assertThat(Arrays.equals(row, after.get(key))).as(key).isEqualTo(!touched);
        });
  }

  @Test
  void skippedWords_doNotEnterTheMean() {
    try (FeatureDriver driver = new FeatureDriver()) {
      driver.pipe(plan(WORD_TRS, TR_RUNS, KEPT, List.of(0)).setSkippedWords(2).build());
      driver.pipeAll(words(new float[WORD_TRS.length]).subList(2, WORD_TRS.length));
      assertThat(driver.rows().get("0/0")).containsExactly(0, 1, 2);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WORD_RATE", "RANDOM"})
  void baseline_whoseFeaturesFollowFromThePlan_hasNoRows(SourceKind kind) {
    try (FeatureDriver driver = new FeatureDriver()) {
      driver.pipe(plan(WORD_TRS, TR_RUNS, KEPT, LAGS).setKind(kind).build());

      assertThat(driver.rows()).isEmpty();
      assertThat(driver.progress()).isEmpty();
    }
  }

  @Test
  void progress_unitComplete_saysDoneWithAllRows() {
    try (FeatureDriver driver = new FeatureDriver()) {
      driver.pipe(thePlan());
      driver.pipeAll(words(values(6)));
      var reports = driver.progress();
      var last = reports.get(reports.size() - 1).value();
      assertThat(last.getState()).isEqualTo(WorkState.DONE);
      assertThat(last.getExpected()).isEqualTo(14);
      assertThat(last.getDone()).isEqualTo(14);
    }
  }

  @Test
  void rows_whoseLagsAllLieBeforeTheRun_areZeroAndDoNotHoldTheUnit() {
    try (FeatureDriver driver = new FeatureDriver()) {
      driver.pipe(plan(WORD_TRS, TR_RUNS, KEPT, List.of(1, 2)).build());
      driver.pipeAll(words(values(8)));

      Map<String, float[]> rows = driver.rows();
      assertThat(rows).hasSize(2 * KEPT.length);
      assertThat(rows.get("0/0")).containsOnly(0);
      assertThat(rows.get("2/4")).containsOnly(0);
      var reports = driver.progress();
      assertThat(reports.get(reports.size() - 1).value().getState()).isEqualTo(WorkState.DONE);
    }
  }

  @Test
  void activation_thatDoesNotFitItsPlan_isBuriedAndTheRightOneCounts() {
    float[] values = values(9);
    try (FeatureDriver driver = new FeatureDriver()) {
      driver.pipe(thePlan());
      driver.pipe(
          Activation.newBuilder(word(1, 5))
              .setVectors(List.of(word(1, 5).getVectors().get(0)))
              .build());
      driver.pipeAll(words(values));

      assertRows(driver.rows(), values);
      assertThat(driver.deadLetters()).hasSize(1);
    }
  }

  @Test
  void activation_thatCameBeforeAPlanItDoesNotFit_isBuriedAndTheRightOneCounts() {
    float[] values = values(9);
    try (FeatureDriver driver = new FeatureDriver()) {
      Activation cut =
          Activation.newBuilder(word(1, 5))
              .setVectors(List.of(word(1, 5).getVectors().get(0)))
              .build();
      driver.pipe(cut);
      driver.pipe(word(-1, 5));
      driver.pipe(word(values.length + 100, 5));
      driver.pipe(thePlan());
      driver.pipeAll(words(values));

      assertRows(driver.rows(), values);
      var letters = driver.deadLetters();
      assertThat(letters).hasSize(3);
      for (var letter : letters) {
        assertThat(letter.key()).asString().isEqualTo("m@7");
        assertThat(header(letter, DeadLetters.STAGE)).isEqualTo("features");
        assertThat(header(letter, DeadLetters.CAUSE)).contains("the plan has 12 words");
        assertThat(header(letter, DeadLetters.TOPIC)).isEqualTo("entrain.activations");
        assertThat(header(letter, DeadLetters.PARTITION)).isEqualTo("0");
      }
      assertThat(letters)
          .extracting(letter -> new Topics(1).activations().values().decode(letter.value()))
          .contains(cut);
    }
  }

  @Test
  void plan_thatContradictsItself_isBuriedAndTheRightOneCounts() {
    float[] values = values(10);
    List<Plan.Builder> wrong =
        List.of(
            plan(WORD_TRS, TR_RUNS, new int[] {0, TR_RUNS.length}, LAGS),
            plan(new int[] {-1, TR_RUNS.length}, TR_RUNS, KEPT, LAGS),
            plan(WORD_TRS, TR_RUNS, KEPT, List.of(0, -1)),
            plan(WORD_TRS, TR_RUNS, KEPT, LAGS).setTrRuns(ByteBuffer.wrap(new byte[5])),
            plan(WORD_TRS, TR_RUNS, KEPT, LAGS).setWords(WORD_TRS.length + 1),
            plan(WORD_TRS, TR_RUNS, KEPT, LAGS).setHiddenSize(-1));
    for (Plan.Builder plan : wrong) {
      try (FeatureDriver driver = new FeatureDriver()) {
        driver.pipe(plan.build());
        driver.pipe(thePlan());
        driver.pipeAll(words(values));

        assertRows(driver.rows(), values);
        assertThat(driver.deadLetters()).isEmpty();
        assertThat(driver.deadPlans()).hasSize(1);
      }
    }
  }

  private static String header(TestRecord<byte[], byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  @Test
  void unreadableActivation_goesToDeadLettersAndTheRestGoesOn() {
    float[] values = values(7);
    try (FeatureDriver driver = new FeatureDriver()) {
      driver.pipe(thePlan());
      driver.pipeGarbage();
      driver.pipeAll(words(values));

      assertRows(driver.rows(), values);
      var letters = driver.deadLetters();
      assertThat(letters).hasSize(1);
      assertThat(letters.get(0).headers().lastHeader(DeadLetters.CAUSE)).isNotNull();
      assertThat(
              new String(
                  letters.get(0).headers().lastHeader(DeadLetters.TOPIC).value(),
                  StandardCharsets.UTF_8))
          .isEqualTo("entrain.activations");
    }
  }

  @Test
  void activationWithoutAValue_goesToDeadLetters() {
    try (FeatureDriver driver = new FeatureDriver()) {
      driver.pipeNothing();

      assertThat(driver.deadLetters()).hasSize(1);
    }
  }
}
