package org.entrain.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.entrain.schemas.avro.WorkState.DONE;
import static org.entrain.schemas.avro.WorkState.FAILED;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.ejml.data.FMatrixRMaj;
import org.entrain.math.BandSearch;
import org.entrain.math.EncodingEngine;
import org.entrain.math.EncodingSettings;
import org.entrain.math.FoldScheme;
import org.entrain.math.PenaltyChoice;
import org.entrain.math.Significance;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.NoiseCeiling;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.Score;
import org.entrain.schemas.avro.SourceKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every test has a stimulus of its own, as in {@link EncodingStageIT}. */
class VoxelShareIT {

  /** Three panels and some voxels: the halves have one and two. */
  private static final int VOXELS = 3 * EncodingEngine.PANEL + 50;

  private static final VoxelShare FIRST = new VoxelShare(1, 2);
  private static final VoxelShare SECOND = new VoxelShare(2, 2);

  private static final EncodingSettings TESTED =
      EncodingSettings.protocol(
              FoldScheme.contiguous(3),
              1,
              PenaltyChoice.protocol(PenaltyChoice.powersOfTen(-2, 3), 3))
          .with(new Significance(99, 4, 7, false));

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

  /** The one unit is fitted in shares, the other, which is the same but for its name, whole. */
  @Test
  void shares_ofTwoWorkers_areTheUnsharedFitToTheBit() {
    SimulatedUnit shared = SimulatedUnit.of("shares", 1);
    SimulatedRecording recording = recording("shares", "F", 1);
    publish(shared);
    stream.publish(recording);
    try (EncodingStage one = stream.start(settings(), FIRST, state.resolve("1"));
        EncodingStage two = stream.start(settings(), SECOND, state.resolve("2"))) {
      stream.awaitHistory(shared, "F", 2, one, two);
    }
    assertThat(stream.history(shared, "F"))
        .extracting(Progress::getPart)
        .containsExactlyInAnyOrder("3/initial/1-of-2/F", "3/initial/2-of-2/F");
    assertThat(stream.history(shared, "F")).extracting(Progress::getState).containsOnly(DONE);
    List<Score> shares = stream.scores(shared, "F");
    assertThat(shares).extracting(Score::getShares).containsOnly(2);

    SimulatedUnit whole = new SimulatedUnit("whole", "whole-1", "model-whole", 1, shared.x());
    publish(whole);
    stream.publish(recording("whole", "F", 1));
    try (EncodingStage stage = stream.start(settings(), state.resolve("whole"))) {
      stream.done(whole, "F", stage);
    }
    for (String variant : List.of("initial", "with-word-rate")) {
      assertEqual(variants(shares, variant), variants(stream.scores(whole, "F"), variant));
    }
  }

  @Test
  void ceilings_ofShares_areThoseOfAllVoxels() {
    List<SimulatedRecording> recordings =
        List.of(recording("ceilings", "F", 1), recording("ceilings", "M", 2));
    recordings.forEach(stream::publish);
    try (EncodingStage one = stream.start(settings(), FIRST, state.resolve("1"));
        EncodingStage two = stream.start(settings(), SECOND, state.resolve("2"))) {
      stream.awaitCeilings("ceilings", 4, one);
      assertThat(two.failure()).isNull();
    }
    List<Double> shared = ceilings("ceilings", "M");
    List<SimulatedRecording> same =
        List.of(recording("whole-ceilings", "F", 1), recording("whole-ceilings", "M", 2));
    same.forEach(stream::publish);
    try (EncodingStage stage = stream.start(settings(), state.resolve("whole"))) {
      stream.awaitCeilings("whole-ceilings", 2, stage);
    }
    assertThat(shared).hasSize(VOXELS);
    assertSame("ceilings", shared, ceilings("whole-ceilings", "M"));
  }

  /** A value that is no number fails its own share; the other one's scores are there. */
  @Test
  void share_thatCannotBeFitted_failsAloneByTheVoxelOfTheRecording() {
    SimulatedUnit unit = SimulatedUnit.of("holes", 1);
    SimulatedRecording recording = recording("holes", "F", 1);
    recording.y().set(1, VOXELS - 1, Float.NaN);
    publish(unit);
    stream.publish(recording);
    try (EncodingStage one = stream.start(settings(), FIRST, state.resolve("1"));
        EncodingStage two = stream.start(settings(), SECOND, state.resolve("2"))) {
      stream.awaitHistory(unit, "F", 2, one, two);
    }
    assertThat(stream.history(unit, "F"))
        .extracting(Progress::getPart, Progress::getState, Progress::getCause)
        .containsExactlyInAnyOrder(
            tuple("3/initial/1-of-2/F", DONE, null),
            tuple(
                "3/initial/2-of-2/F",
                FAILED,
                "recording at row 1, voxel %d is NaN".formatted(VOXELS - 1)));
    assertThat(stream.scores(unit, "F")).extracting(Score::getShare).containsOnly(1);
  }

  @Test
  void stage_ofAShare_refusesSettingsThatNeedAllVoxels() {
    EncodingStageSettings together =
        new EncodingStageSettings(
            "test", TESTED.with(new Significance(99, 4, 7, true)), 0, false, List.of(0), 500);
    assertThatThrownBy(() -> stream.start(together, FIRST, state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1-of-2");
    assertThat(together.needsAllVoxels()).isTrue();
    assertThat(settings().needsAllVoxels()).isFalse();
  }

  @Test
  void worker_ofAllVoxels_leavesAloneWhatAllSharesHaveSettled() {
    SimulatedUnit unit = SimulatedUnit.of("settled", 1);
    SimulatedUnit next = new SimulatedUnit("settled", "settled-2", unit.model(), 1, unit.x());
    publish(unit);
    stream.publish(recording("settled", "F", 1));
    try (EncodingStage one = stream.start(settings(), FIRST, state.resolve("1"));
        EncodingStage two = stream.start(settings(), SECOND, state.resolve("2"))) {
      stream.awaitHistory(unit, "F", 2, one, two);
    }
    try (EncodingStage stage = stream.start(settings(), state.resolve("whole"))) {
      publish(next);
      stream.done(next, "F", stage);
    }
    assertThat(stream.history(unit, "F")).hasSize(2).allMatch(p -> p.getState() == DONE);
    // And whoever has a share then, what was settled of all voxels.
    SimulatedUnit last = new SimulatedUnit("settled", "settled-3", unit.model(), 1, unit.x());
    try (EncodingStage stage = stream.start(settings(), FIRST, state.resolve("1"))) {
      publish(last);
      stream.done(last, "F", stage);
    }
    assertThat(stream.history(next, "F")).hasSize(1);
  }

  private static EncodingStageSettings settings() {
    return new EncodingStageSettings("test", TESTED, 0, false, List.of(0), 500)
        .with(BandSearch.of(2, 1));
  }

  private static SimulatedRecording recording(String stimulus, String participant, long seed) {
    FMatrixRMaj y = SimulatedUnit.random(seed, SimulatedUnit.ROWS, VOXELS);
    return new SimulatedRecording(stimulus, participant, "hash-" + participant, y);
  }

  private static void publish(SimulatedUnit unit) {
    Plan plan =
        Plan.newBuilder(unit.baseline(SourceKind.WORD_RATE))
            .setKind(SourceKind.WEIGHTS)
            .setHiddenSize(SimulatedUnit.WIDTH)
            .build();
    stream.publish(unit.name(), plan);
    stream.rows(unit, 0, SimulatedUnit.ROWS);
  }

  private static List<Score> variants(List<Score> scores, String variant) {
    return scores.stream()
        .filter(score -> score.getVariant().equals(variant))
        .sorted(Comparator.comparing(Score::getFirstVoxel))
        .toList();
  }

  /** All that is by voxel is equal to the bit; what is of all voxels, once it is put together. */
  private static void assertEqual(List<Score> shares, List<Score> whole) {
    assertThat(shares.size()).isGreaterThan(2);
    assertSame("r", values(shares, Score::getR, 3), values(whole, Score::getR, 3));
    assertSame("R²", values(shares, Score::getR2, 3), values(whole, Score::getR2, 3));
    assertSame("p", values(shares, Score::getP, 1), values(whole, Score::getP, 1));
    for (var bands :
        List.<Function<Score, ByteBuffer>>of(
            Score::getBandWeights, Score::getBandR2, Score::getBandVariance)) {
      int rows = whole.get(0).getBands().size();
      assertSame("bands", values(shares, bands, rows), values(whole, bands, rows));
    }
    assertSame("penalties", penalties(shares), penalties(whole));
    Map<Integer, Score> first = new TreeMap<>();
    Map<Integer, Integer> voxels = new TreeMap<>();
    for (Score block : shares) {
      first.putIfAbsent(block.getShare(), block);
      voxels.merge(block.getShare(), block.getVoxels(), Integer::sum);
    }
    for (var list :
        List.<Function<Score, List<Double>>>of(
            Score::getLowEndShare,
            Score::getHighEndShare,
            Score::getInnerR2,
            Score::getBlockParts)) {
      List<Double> expected = list.apply(whole.get(0));
      assertThat(expected).isNotEmpty();
      for (int i = 0; i < expected.size(); i++) {
        double sum = 0;
        for (int share : first.keySet()) {
          sum += voxels.get(share) * list.apply(first.get(share)).get(i);
        }
        assertThat(sum / VOXELS).isCloseTo(expected.get(i), within(1e-12));
      }
    }
  }

  /** Without thousands of values in the message. */
  private static void assertSame(String what, List<?> found, List<?> expected) {
    assertThat(found.equals(expected)).as("%s, to the bit", what).isTrue();
  }

  /** Values of all voxels, rows × voxels as lists of rows. */
  private static List<List<Double>> values(
      List<Score> blocks, Function<Score, ByteBuffer> field, int rows) {
    List<List<Double>> all = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      List<Double> values = new ArrayList<>();
      for (Score block : blocks) {
        double[] own = Vectors.doubles(field.apply(block));
        for (int v = 0; v < block.getVoxels(); v++) {
          values.add(own[row * block.getVoxels() + v]);
        }
      }
      assertThat(values).hasSize(VOXELS);
      all.add(values);
    }
    return all;
  }

  private static List<Double> penalties(List<Score> blocks) {
    List<Double> penalties = new ArrayList<>();
    for (int fold = 0; fold < blocks.get(0).getFolds(); fold++) {
      for (Score block : blocks) {
        for (int v = 0; v < block.getVoxels(); v++) {
          int index = block.getLambdaIndex().get(fold * block.getVoxels() + v);
          penalties.add(block.getLambdas().get(index));
        }
      }
    }
    return penalties;
  }

  private static List<Double> ceilings(String stimulus, String participant) {
    return stream.ceilings(stimulus).stream()
        .filter(block -> block.getParticipant().equals(participant))
        .sorted(Comparator.comparing(NoiseCeiling::getFirstVoxel))
        .flatMap(block -> Arrays.stream(Vectors.doubles(block.getR())).boxed())
        .toList();
  }
}
