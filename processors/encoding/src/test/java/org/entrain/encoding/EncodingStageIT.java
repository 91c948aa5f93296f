package org.entrain.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.ejml.data.FMatrixRMaj;
import org.entrain.common.InvalidInputException;
import org.entrain.math.BandSearch;
import org.entrain.math.Design;
import org.entrain.math.EncodingScores;
import org.entrain.math.Fold;
import org.entrain.math.Lags;
import org.entrain.math.LinearAlgebra;
import org.entrain.math.WordDesign;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.FeatureRow;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.Score;
import org.entrain.schemas.avro.SourceKind;
import org.entrain.schemas.avro.WorkState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every test has a stimulus of its own: recordings of one do not concern units of another. */
class EncodingStageIT {

  private static final String F = "F";
  private static final String M = "M";
  private static final FMatrixRMaj NOTHING = new FMatrixRMaj(0, 0);

  private static StreamFixture stream;
  @TempDir private Path state;

  @BeforeAll
  static void start(@TempDir Path folder) {
    stream = new StreamFixture(folder);
  }

  @AfterAll
  static void stop() {
    stream.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void scores_whicheverComesFirst_equalTheEngine(boolean featuresFirst) {
    String stimulus = "order-" + featuresFirst;
    SimulatedUnit unit = SimulatedUnit.of(stimulus, 1);
    SimulatedRecording recording = SimulatedRecording.of(stimulus, F, SimulatedUnit.ROWS);
    if (featuresFirst) {
      stream.publish(unit);
    } else {
      stream.publish(recording);
    }
    try (EncodingStage stage = stream.start(StreamFixture.SETTINGS, state)) {
      if (featuresFirst) {
        stream.publish(recording);
      } else {
        stream.publish(unit);
      }
      stream.done(unit, F, stage);
    }
    assertScores(unit, recording, Design.of(unit.x()));
  }

  @Test
  void scores_withPca_equalTheEngineOnWords() {
    SimulatedUnit unit = SimulatedUnit.of("pca", 1);
    SimulatedRecording recording = SimulatedRecording.of("pca", F, SimulatedUnit.ROWS);
    EncodingStageSettings pca =
        new EncodingStageSettings("test", StreamFixture.FIT, 3, true, List.of(0), 4);
    stream.publish(recording);
    stream.words(unit);
    try (EncodingStage stage = stream.start(pca, state)) {
      stream.done(unit, F, stage);
    }
    int[] trs = IntStream.range(0, SimulatedUnit.ROWS).toArray();
    assertScores(
        unit,
        recording,
        new WordDesign(
            LinearAlgebra.best(), unit.x(), trs, SimulatedUnit.runs(), trs, Lags.of(0), 3, true));
  }

  @ParameterizedTest
  @CsvSource({"WORD_RATE, 0", "WORD_RATE, 3", "RANDOM, 0", "RANDOM, 3"})
  void baseline_withAndWithoutPca_isScoredFromItsPlan(SourceKind kind, int pca) {
    String stimulus = "baseline-" + kind + pca;
    SimulatedUnit unit =
        new SimulatedUnit(
            stimulus, Long.toHexString(stimulus.hashCode() & 0xffff_ffffL), "b", pca, NOTHING);
    SimulatedRecording recording = SimulatedRecording.of(stimulus, F, SimulatedUnit.ROWS);
    EncodingStageSettings settings =
        new EncodingStageSettings("test", StreamFixture.FIT, pca, true, List.of(0), 4);
    stream.publish(recording);
    try (EncodingStage one = stream.start(settings, state.resolve("1"));
        EncodingStage two = stream.start(settings, state.resolve("2"))) {
      stream.publish(unit.name(), unit.baseline(kind));
      stream.done(unit, F, one, two);
      SimulatedRecording late = SimulatedRecording.of(stimulus, M, SimulatedUnit.ROWS);
      stream.publish(late);
      stream.done(unit, M, one, two);
      assertScores(unit, late, Baseline.design(unit.baseline(kind), true));
    }
    assertScores(unit, recording, Baseline.design(unit.baseline(kind), true));
  }

  /** Voxels 0 to 3 follow word rate, the others the layer's first feature. */
  @Test
  void bands_ofWordRateAndLayer_weighWhatAVoxelFollows() {
    SimulatedUnit unit = SimulatedUnit.of("bands", 1);
    Plan plan =
        Plan.newBuilder(unit.baseline(SourceKind.WORD_RATE))
            .setKind(SourceKind.WEIGHTS)
            .setHiddenSize(SimulatedUnit.WIDTH)
            .build();
    EncodingStageSettings settings =
        new EncodingStageSettings("test", StreamFixture.FIT, 0, true, List.of(0), 4)
            .with(BandSearch.of(4, 1));
    Design wordRate = Baseline.wordRate(plan, true);
    FMatrixRMaj rate = SimulatedUnit.all(wordRate.features(new Fold(0, new int[0], new int[0])));
    FMatrixRMaj y = SimulatedUnit.random(9, SimulatedUnit.ROWS, 7);
    for (int row = 0; row < SimulatedUnit.ROWS; row++) {
      for (int voxel = 0; voxel < 7; voxel++) {
        double signal = voxel < 4 ? rate.get(row, 0) : unit.x().get(row, 0);
        y.set(row, voxel, (float) (signal + 0.3 * y.get(row, voxel)));
      }
    }
    SimulatedRecording recording = new SimulatedRecording(unit.stimulus(), F, "hash", y);
    stream.publish(recording);
    stream.publish(unit.name(), plan);
    stream.rows(unit, 0, SimulatedUnit.ROWS);
    try (EncodingStage stage = stream.start(settings, state)) {
      stream.done(unit, F, stage);
    }
    assertThat(stream.history(unit, F))
        .extracting(Progress::getPart)
        .containsExactly("3/initial/F");
    List<Score> scores = stream.scores(unit, F);
    assertThat(scores)
        .extracting(Score::getVariant)
        .containsExactly("with-word-rate", "with-word-rate", "initial", "initial");
    assertThat(scores.get(0).getBands()).containsExactly("word-rate", "layer");
    double[] following = Vectors.doubles(scores.get(0).getBandWeights());
    assertThat(Arrays.stream(following, 0, 4)).allMatch(weight -> weight > 0.6);
    double[] others = Vectors.doubles(scores.get(1).getBandWeights());
    assertThat(Arrays.stream(others, 0, 3)).allMatch(weight -> weight < 0.4);
    assertThat(Arrays.stream(Vectors.doubles(scores.get(0).getR()))).allMatch(r -> r > 0.7);
  }

  @Test
  void duplicates_ofRowsAndVolumes_changeNothing() {
    SimulatedUnit unit = SimulatedUnit.of("duplicates", 1);
    SimulatedUnit later = SimulatedUnit.of("duplicates", 2);
    SimulatedUnit samePlace =
        new SimulatedUnit("duplicates", "last", later.model(), unit.step(), later.x());
    SimulatedRecording recording = SimulatedRecording.of("duplicates", F, SimulatedUnit.ROWS);
    stream.rows(unit, 0, 40);
    stream.publish(unit);
    stream.publish(recording);
    try (EncodingStage stage = stream.start(StreamFixture.SETTINGS, state)) {
      stream.done(unit, F, stage);
      stream.publish(recording);
      stream.publish(unit);
      // Stands behind the duplicates in their partition: when it is done, they have been read.
      stream.publish(samePlace);
      stream.done(samePlace, F, stage);
    }
    assertThat(stream.history(unit, F)).hasSize(1);
    assertScores(unit, recording, Design.of(unit.x()));
  }

  @Test
  void restart_midway_finishesTheRestAndRepeatsNothing() {
    List<SimulatedUnit> units =
        LongStream.range(0, 8).mapToObj(step -> SimulatedUnit.of("restart", step)).toList();
    stream.publish(SimulatedRecording.of("restart", F, SimulatedUnit.ROWS));
    units.subList(0, 4).forEach(stream::publish);
    SimulatedUnit half = units.get(4);
    stream.plan(half);
    stream.rows(half, 0, 25);
    try (EncodingStage stage = stream.start(StreamFixture.SETTINGS, state)) {
      stream.done(units.get(0), F, stage);
    }
    stream.rows(half, 25, SimulatedUnit.ROWS);
    units.subList(5, 8).forEach(stream::publish);
    try (EncodingStage stage = stream.start(StreamFixture.SETTINGS, state)) {
      units.forEach(unit -> stream.done(unit, F, stage));
    }
    assertThat(units).allSatisfy(unit -> assertThat(stream.history(unit, F)).hasSize(1));
  }

  @Test
  void participant_addedLater_isScoredFromOldFeatures() {
    SimulatedUnit first = SimulatedUnit.of("late", 1);
    SimulatedUnit second = SimulatedUnit.of("late", 2);
    SimulatedRecording late = SimulatedRecording.of("late", M, SimulatedUnit.ROWS);
    SimulatedRecording last = SimulatedRecording.of("late", "N", SimulatedUnit.ROWS);
    stream.publish(SimulatedRecording.of("late", F, SimulatedUnit.ROWS));
    stream.publish(first);
    stream.publish(second);
    try (EncodingStage stage = stream.start(StreamFixture.SETTINGS, state.resolve("a"))) {
      stream.done(first, F, stage);
      stream.done(second, F, stage);
      stream.publish(late);
      stream.done(first, M, stage);
      stream.done(second, M, stage);
    }
    stream.publish(last);
    try (EncodingStage stage = stream.start(StreamFixture.SETTINGS, state.resolve("b"))) {
      stream.done(first, "N", stage);
      stream.done(second, "N", stage);
    }
    assertScores(first, late, Design.of(first.x()));
    assertScores(second, last, Design.of(second.x()));
    assertThat(stream.history(first, F)).hasSize(1);
    assertThat(stream.history(first, M)).hasSize(1);
  }

  @Test
  void recording_replaced_isScoredAgain() {
    SimulatedUnit unit = SimulatedUnit.of("replaced", 1);
    SimulatedRecording before = SimulatedRecording.of("replaced", F, SimulatedUnit.ROWS);
    SimulatedRecording after =
        new SimulatedRecording(
            "replaced", F, "other", SimulatedUnit.random(99, SimulatedUnit.ROWS, 7));
    stream.publish(unit);
    stream.publish(before);
    try (EncodingStage stage = stream.start(StreamFixture.SETTINGS, state)) {
      stream.done(unit, F, stage);
      stream.publish(after);
      SimulatedUnit next = SimulatedUnit.of("replaced", 2);
      stream.publish(next);
      stream.done(next, F, stage);
      stream.awaitHistory(unit, F, 2, stage);
    }
    assertThat(stream.scores(unit, F)).extracting(Score::getRecording).endsWith("other", "other");
  }

  @Test
  void settings_changed_scoreEverythingAgain() {
    SimulatedUnit unit = SimulatedUnit.of("settings", 1);
    SimulatedRecording recording = SimulatedRecording.of("settings", F, SimulatedUnit.ROWS);
    EncodingStageSettings standardised =
        new EncodingStageSettings("test", StreamFixture.FIT, 0, true, List.of(0), 4);
    stream.publish(unit);
    stream.publish(recording);
    try (EncodingStage stage = stream.start(StreamFixture.SETTINGS, state)) {
      stream.done(unit, F, stage);
    }
    try (EncodingStage stage = stream.start(standardised, state)) {
      stream.awaitHistory(unit, F, 2, stage);
    }
    assertThat(stream.scores(unit, F))
        .extracting(Score::getSettings)
        .containsOnly(StreamFixture.SETTINGS.hash(), standardised.hash());
  }

  @Test
  void poison_amongRows_goesToDeadLettersAndTheRestGoesOn() throws Exception {
    SimulatedUnit unit = SimulatedUnit.of("poison", 1);
    byte[] poison = "no event".getBytes(StandardCharsets.UTF_8);
    stream.publish(SimulatedRecording.of("poison", F, SimulatedUnit.ROWS));
    stream.plan(unit);
    stream.rows(unit, 0, 10);
    stream.poison(unit, poison);
    stream.rows(unit, 10, SimulatedUnit.ROWS);
    try (EncodingStage stage = stream.start(StreamFixture.SETTINGS, state)) {
      stream.done(unit, F, stage);
    }
    assertThat(stream.deadLetters()).contains(poison);
  }

  @Test
  void row_ofAnotherWidthBeforeTheOthers_goesToDeadLettersAlone() throws Exception {
    SimulatedUnit unit = SimulatedUnit.of("narrow", 1);
    SimulatedRecording recording = SimulatedRecording.of("narrow", F, SimulatedUnit.ROWS);
    FeatureRow row = FeatureRow.newBuilder(unit.row(0)).setVector(ByteBuffer.allocate(12)).build();
    byte[] narrow = stream.topics.features().values().encode(row);
    stream.publish(recording);
    stream.plan(unit);
    stream.poison(unit, narrow);
    stream.rows(unit, 0, SimulatedUnit.ROWS);
    try (EncodingStage stage = stream.start(StreamFixture.SETTINGS, state)) {
      stream.done(unit, F, stage);
    }
    assertScores(unit, recording, Design.of(unit.x()));
    assertThat(stream.deadLetters()).contains(narrow);
  }

  @Test
  void recording_thatCannotBeFitted_failsWithItsNumbersAndTheRestGoesOn() {
    SimulatedUnit unit = SimulatedUnit.of("unfit", 1);
    FMatrixRMaj holes = SimulatedUnit.random(3, SimulatedUnit.ROWS, 7);
    holes.data[11] = Float.NaN;
    stream.publish(SimulatedRecording.of("unfit", "short", SimulatedUnit.ROWS - 4));
    stream.publish(new SimulatedRecording("unfit", "holes", "hash", holes));
    stream.publish(SimulatedRecording.of("unfit", F, SimulatedUnit.ROWS));
    stream.publish(unit);
    try (EncodingStage stage = stream.start(StreamFixture.SETTINGS, state)) {
      stream.done(unit, F, stage);
      Progress tooShort = stream.settled(unit, "short", stage);
      assertThat(tooShort.getState()).isEqualTo(WorkState.FAILED);
      assertThat(tooShort.getCause()).contains("56 != 60");
      Progress notFinite = stream.settled(unit, "holes", stage);
      assertThat(notFinite.getState()).isEqualTo(WorkState.FAILED);
      assertThat(notFinite.getCause()).contains("NaN");
    }
  }

  @Test
  void worker_takingOver_finishesWhatIsDueAndKnowsWhatIsDone() {
    List<SimulatedUnit> units =
        LongStream.range(0, 8).mapToObj(step -> SimulatedUnit.of("workers", step)).toList();
    stream.publish(SimulatedRecording.of("workers", F, SimulatedUnit.ROWS));
    units.subList(0, 4).forEach(stream::publish);
    EncodingStage two;
    try (EncodingStage one = stream.start(StreamFixture.SETTINGS, state.resolve("1"))) {
      units.subList(0, 4).forEach(unit -> stream.done(unit, F, one));
      two = stream.start(StreamFixture.SETTINGS, state.resolve("2"));
      units.subList(4, 6).forEach(stream::publish);
      units.subList(4, 6).forEach(unit -> stream.done(unit, F, one, two));
    }
    try (two) {
      units.subList(6, 8).forEach(stream::publish);
      stream.publish(SimulatedRecording.of("workers", M, SimulatedUnit.ROWS));
      units.forEach(unit -> stream.done(unit, F, two));
      units.forEach(unit -> stream.done(unit, M, two));
    }
    assertThat(units.subList(0, 4))
        .allSatisfy(unit -> assertThat(stream.history(unit, F)).hasSize(1));
  }

  @Test
  void stateFolder_ofAnotherWorker_isRefused() {
    try (EncodingStage one = stream.start(StreamFixture.SETTINGS, state)) {
      SimulatedUnit unit = SimulatedUnit.of("folder", 1);
      stream.publish(SimulatedRecording.of("folder", F, SimulatedUnit.ROWS));
      stream.publish(unit);
      stream.done(unit, F, one);
      try (EncodingStage two = stream.start(StreamFixture.SETTINGS, state)) {
        assertThat(stream.failure(two)).isInstanceOf(InvalidInputException.class);
      }
    }
  }

  private static void assertScores(
      SimulatedUnit unit, SimulatedRecording recording, Design design) {
    EncodingScores expected = stream.expected(design, recording);
    List<Score> blocks = stream.scores(unit, recording.participant());
    assertThat(blocks).extracting(Score::getFirstVoxel).containsExactly(0, 4);
    for (Score block : blocks) {
      assertThat(block.getTotalVoxels()).isEqualTo(expected.voxels());
      double[] r = Vectors.doubles(block.getR());
      for (int fold = 0; fold < expected.folds(); fold++) {
        int from = fold * expected.voxels() + block.getFirstVoxel();
        assertThat(Arrays.copyOfRange(r, fold * block.getVoxels(), (fold + 1) * block.getVoxels()))
            .isEqualTo(Arrays.copyOfRange(expected.r(), from, from + block.getVoxels()));
      }
    }
  }
}
