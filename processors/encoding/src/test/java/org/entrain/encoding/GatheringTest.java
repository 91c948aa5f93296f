package org.entrain.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.entrain.encoding.FeatureInput.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.ejml.data.FMatrixRMaj;
import org.entrain.gathering.InputRow;
import org.entrain.math.Fold;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.FeatureRow;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.SourceKind;
import org.entrain.schemas.avro.SteeringTarget;
import org.entrain.schemas.avro.WantedState;
import org.entrain.schemas.avro.WorkState;
import org.entrain.transport.SteeringBoard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gatherer, ledger, due work and rewinds together, without a broker. */
class GatheringTest {

  private static final String NAME = "model-story@1";
  private static final int PARTITION = 1;
  private static final int ROWS = SimulatedUnit.ROWS;
  private static final long START = 500;

  private final SimulatedUnit unit = SimulatedUnit.of("story", 1);
  private final SimulatedRecording f = SimulatedRecording.of("story", "F", ROWS);
  private final SimulatedRecording m = SimulatedRecording.of("story", "M", ROWS);
  private final EncodingStageSettings settings = StreamFixture.SETTINGS;
  private final Ledger ledger = new Ledger(VoxelShare.ALL);
  private final SteeringBoard board = new SteeringBoard();
  private final FeatureInput input = new FeatureInput(new Topics(1).features(), false);
  @TempDir private Path folder;
  private RecordingStore recordings;
  private DueWork dueWork;
  private Gatherer gatherer;
  private Rewinds rewinds;

  @BeforeEach
  void open() {
    recordings = new RecordingStore(folder.resolve("recordings"), VoxelShare.ALL);
    dueWork = new DueWork(settings, recordings, ledger, board);
    gatherer = new Gatherer(input, dueWork, folder.resolve("spool"));
    rewinds = new Rewinds(dueWork, ledger, gatherer);
  }

  @AfterEach
  void close() {
    gatherer.close();
    recordings.close();
  }

  @Test
  void row_beyondAnyStory_isRefusedBeforeASpoolGrows() {
    int far = 1 << 24;
    assertThatThrownBy(
            () -> new InputRow("u/1", "u", "m", 1, far, Integer.MAX_VALUE, List.of(1), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row " + far);
  }

  @Test
  void unit_complete_isDueForEveryRecordingAndPinnedUntilSettled() {
    dueWork.accept(unit.plan());
    feed(0, ROWS);
    assertThat(gatherer.next()).isNull();
    announce(f);
    Work work = gatherer.next();
    assertThat(work.due()).extracting(Recording::participant).containsExactly("F");
    assertThat(work.unit().firstOffset()).isEqualTo(START);
    assertThat(gatherer.pin(PARTITION, 900)).isEqualTo(START);
    assertThat(gatherer.pin(0, 900)).isEqualTo(900);

    settle("F", "hash-F", START);
    gatherer.closeSettled();
    assertThat(gatherer.next()).isNull();
    assertThat(gatherer.pin(PARTITION, 900)).isEqualTo(900);
    assertThat(spools()).isZero();
  }

  @Test
  void rows_twiceAndWithHoles_completeOnlyWhenAllAreThere() {
    dueWork.accept(unit.plan());
    announce(f);
    feed(1, ROWS);
    feed(1, ROWS);
    assertThat(gatherer.next()).isNull();
    feed(0, 1);
    Work work = gatherer.next();
    FMatrixRMaj x = SimulatedUnit.all(work.design().get().features(anyFold()));
    assertThat(x.data).containsExactly(unit.x().data);
  }

  @Test
  void rows_ofASettledUnit_doNotOpenItAgain() {
    dueWork.accept(unit.plan());
    announce(f);
    settle("F", "hash-F", START);
    feed(0, 7);
    assertThat(spools()).isZero();
    assertThat(gatherer.pin(PARTITION, 900)).isEqualTo(900);
  }

  @Test
  void recording_added_rewindsOnceToTheFirstRow() {
    dueWork.accept(unit.plan());
    announce(f);
    settle("F", "hash-F", START);
    assertThat(rewinds.needed(Set.of(PARTITION))).isEmpty();
    announce(m);
    assertThat(rewinds.needed(Set.of(0))).isEmpty();
    assertThat(rewinds.needed(Set.of(0, PARTITION))).isEqualTo(Map.of(PARTITION, START));
    assertThat(rewinds.needed(Set.of(0, PARTITION))).isEmpty();
    feed(0, ROWS);
    assertThat(gatherer.next().due()).extracting(Recording::participant).containsExactly("M");
  }

  @Test
  void recording_addedWhileLateRowsPass_rewindsForTheMissingOnes() {
    dueWork.accept(unit.plan());
    announce(f);
    settle("F", "hash-F", START);
    feed(0, 30);
    announce(m);
    feed(30, ROWS);
    assertThat(rewinds.needed(Set.of(PARTITION))).isEqualTo(Map.of(PARTITION, START));
    feed(0, ROWS);
    assertThat(gatherer.next()).isNotNull();
  }

  @Test
  void settings_changed_rewindToTheBeginningEverywhere() {
    dueWork.accept(unit.plan());
    announce(f);
    ledger.accept(entry("F", "other-settings/hash-F", START));
    assertThat(rewinds.needed(Set.of(0, PARTITION))).isEqualTo(Map.of(0, 0L, PARTITION, 0L));
  }

  @Test
  void recording_ofAnotherStimulus_isNotDue() {
    dueWork.accept(unit.plan());
    feed(0, ROWS);
    announce(SimulatedRecording.of("another story", "F", ROWS));
    assertThat(gatherer.next()).isNull();
  }

  @Test
  void unit_ofOtherLags_isLeftAlone() {
    dueWork.accept(Plan.newBuilder(unit.plan()).setLags(List.of(0, 1)).build());
    announce(f);
    feed(0, ROWS);
    assertThat(spools()).isZero();
  }

  @Test
  void baseline_dueForARecording_isFittedByTheOneOwnerOfItsPartitionAndReadsNothingAgain() {
    BaselineFits baselines = new BaselineFits(dueWork, 3, false);
    dueWork.accept(unit.baseline(SourceKind.RANDOM));
    assertThat(baselines.next(Set.of(0, 1, 2))).isNull();
    announce(f);
    List<Work> found =
        Stream.of(0, 1, 2).map(own -> baselines.next(Set.of(own))).filter(w -> w != null).toList();
    assertThat(found).hasSize(1);
    assertThat(found.get(0).due()).extracting(Recording::participant).containsExactly("F");
    assertThat(baselines.next(Set.of())).isNull();

    settle("F", "hash-F", -1);
    assertThat(baselines.next(Set.of(0, 1, 2))).isNull();
    announce(m);
    assertThat(baselines.next(Set.of(0, 1, 2)).due())
        .extracting(Recording::participant)
        .containsExactly("M");
    assertThat(rewinds.needed(Set.of(0, PARTITION))).isEmpty();
    feed(0, 3);
    assertThat(spools()).isZero();
  }

  @Test
  void baseline_thatCouldNotBePlannedOrHasOtherLags_isNotFitted() {
    Plan plan = unit.baseline(SourceKind.WORD_RATE);
    BaselineFits baselines = new BaselineFits(dueWork, 1, false);
    announce(f);
    dueWork.accept(Plan.newBuilder(plan).setCause("no").build());
    assertThat(baselines.next(Set.of(0))).isNull();
    dueWork.accept(Plan.newBuilder(plan).setLags(List.of(1)).build());
    assertThat(baselines.next(Set.of(0))).isNull();
    dueWork.accept(plan);
    assertThat(baselines.next(Set.of(0))).isNotNull();
  }

  @Test
  void partition_lost_isForgotten() {
    dueWork.accept(unit.plan());
    announce(f);
    feed(0, ROWS);
    gatherer.drop(List.of(PARTITION));
    assertThat(gatherer.next()).isNull();
    assertThat(spools()).isZero();
  }

  @Test
  void row_thatContradictsOthers_isRefusedWithItsNumbers() {
    dueWork.accept(unit.plan());
    feed(0, 1);
    assertThatThrownBy(() -> gatherer.accept(input(narrow(1)), PARTITION, 501))
        .hasMessageContaining("12 bytes, not 8 floats");
    FeatureRow longer = FeatureRow.newBuilder(unit.row(1)).setRows(61).build();
    assertThatThrownBy(() -> gatherer.accept(input(longer), PARTITION, 501))
        .hasMessageContaining("of 61");
    FeatureRow outside = FeatureRow.newBuilder(unit.row(1)).setRow(60).build();
    assertThatThrownBy(() -> input(outside)).hasMessageContaining("60 of 60");
  }

  @Test
  void row_ofAnotherShapeBeforeTheOthers_isRefusedAlone() {
    dueWork.accept(unit.plan());
    announce(f);
    assertThatThrownBy(() -> gatherer.accept(input(narrow(0)), PARTITION, START - 2))
        .hasMessageContaining("12 bytes, not 8 floats");
    FeatureRow longer = FeatureRow.newBuilder(unit.row(0)).setRows(61).build();
    assertThatThrownBy(() -> gatherer.accept(input(longer), PARTITION, START - 1))
        .hasMessageContaining("of 61");
    assertThat(spools()).isZero();

    feed(0, ROWS);
    assertThat(gatherer.next().unit().firstOffset()).isEqualTo(START);
  }

  @Test
  void rows_beforeAPlanThatContradictsTheFirst_areReadAgain() {
    announce(f);
    gatherer.accept(input(narrow(0)), PARTITION, START - 1);
    feed(0, ROWS);
    assertThat(rewinds.needed(Set.of(PARTITION))).isEmpty();
    dueWork.accept(unit.plan());
    assertThat(rewinds.needed(Set.of(PARTITION))).isEqualTo(Map.of(PARTITION, START - 1));
    assertThat(spools()).isZero();

    feed(0, ROWS);
    assertThat(rewinds.needed(Set.of(PARTITION))).isEmpty();
    assertThat(gatherer.next()).isNotNull();
  }

  @Test
  void rows_besideAPlanThatCouldNotBeMade_waitForTheRightOne() {
    announce(f);
    dueWork.accept(Plan.newBuilder(unit.plan()).setHiddenSize(0).setCause("no").build());
    feed(0, ROWS);
    dueWork.accept(unit.plan());
    assertThat(rewinds.needed(Set.of(PARTITION))).isEmpty();
    assertThat(gatherer.next()).isNotNull();
  }

  private FeatureRow narrow(int row) {
    return FeatureRow.newBuilder(unit.row(row)).setVector(ByteBuffer.allocate(12)).build();
  }

  @Test
  void progress_notOfEncodingOrNotSettled_isNoEntry() {
    Progress running =
        Progress.newBuilder(entry("F", "a/b", 1)).setState(WorkState.RUNNING).build();
    assertThat(ledger.accept(running)).isFalse();
    Progress other = Progress.newBuilder(entry("F", "a/b", 1)).setStage("embedding").build();
    assertThat(ledger.accept(other)).isFalse();
    Progress slashes = entry("lab/F", "a/b", 1);
    assertThat(ledger.accept(slashes)).isTrue();
    assertThat(ledger.accept(slashes)).isFalse();
    assertThat(ledger.settled(unit.id(), "lab/F", 7, "a/b")).isTrue();
    assertThat(ledger.settled(unit.id(), "lab/F", 7, "a/c")).isFalse();
  }

  private void announce(SimulatedRecording recording) {
    recording.volumes().forEach(recordings::accept);
  }

  @Test
  void unit_paused_isNotDueAndKeepsItsRowsUntilItIsActiveAgain() {
    dueWork.accept(unit.plan());
    announce(f);
    feed(0, ROWS);
    steer(SteeringTarget.CHECKPOINT, NAME, WantedState.PAUSED);
    gatherer.closeSettled();
    assertThat(gatherer.next()).isNull();
    assertThat(gatherer.pin(PARTITION, 900)).isEqualTo(START);

    steer(SteeringTarget.CHECKPOINT, NAME, WantedState.ACTIVE);
    assertThat(rewinds.needed(Set.of(PARTITION))).isEmpty();
    assertThat(gatherer.next().due()).extracting(Recording::participant).containsExactly("F");
  }

  @ParameterizedTest
  @EnumSource(
      value = WantedState.class,
      names = {"CANCELLED", "REMOVED"})
  void unit_cutOff_pinsNothingAndIsReadAgainWhenItIsActiveAgain(WantedState state) {
    dueWork.accept(unit.plan());
    announce(f);
    feed(0, ROWS);
    Work running = gatherer.next();
    steer(SteeringTarget.CHECKPOINT, NAME, state);
    assertThat(dueWork.cutOff(running)).isTrue();
    gatherer.closeSettled();
    assertThat(gatherer.pin(PARTITION, 900)).isEqualTo(900);
    assertThat(spools()).isZero();
    feed(0, 3);
    assertThat(spools()).isZero();
    assertThat(rewinds.needed(Set.of(0, PARTITION))).isEmpty();

    steer(SteeringTarget.CHECKPOINT, NAME, WantedState.ACTIVE);
    assertThat(rewinds.needed(Set.of(0, PARTITION))).isEqualTo(Map.of(0, 0L, PARTITION, 0L));
    assertThat(rewinds.needed(Set.of(0, PARTITION))).isEmpty();
    feed(0, ROWS);
    assertThat(gatherer.next().due()).extracting(Recording::participant).containsExactly("F");
  }

  @Test
  void unit_cutOffUnderOneOfTwoNamesOfItsWeights_goesOn() {
    dueWork.accept(unit.plan());
    announce(f);
    feed(0, ROWS);
    for (String name : List.of(NAME, "other@7")) {
      board.accept(named(name));
    }
    steer(SteeringTarget.CHECKPOINT, NAME, WantedState.REMOVED);
    assertThat(gatherer.next()).isNotNull();
    steer(SteeringTarget.CHECKPOINT, "other@7", WantedState.PAUSED);
    assertThat(gatherer.next()).isNull();
  }

  @Test
  void participant_pausedOrCancelled_isNotDueWhileOthersAre() {
    dueWork.accept(unit.plan());
    announce(f);
    announce(m);
    feed(0, ROWS);
    Work running = gatherer.next();
    steer(SteeringTarget.PARTICIPANT, "F", WantedState.PAUSED);
    assertThat(dueWork.cutOff(running)).isFalse();
    assertThat(gatherer.next().due()).extracting(Recording::participant).containsExactly("M");
    steer(SteeringTarget.PARTICIPANT, "F", WantedState.CANCELLED);
    assertThat(dueWork.cutOff(running)).isTrue();

    settle("M", "hash-M", START);
    gatherer.closeSettled();
    assertThat(gatherer.pin(PARTITION, 900)).isEqualTo(900);
    steer(SteeringTarget.PARTICIPANT, "F", WantedState.ACTIVE);
    assertThat(rewinds.needed(Set.of(PARTITION))).isEqualTo(Map.of(PARTITION, START));
  }

  private void steer(SteeringTarget target, String name, WantedState state) {
    board.accept(board.next(target, name, state, 0));
  }

  private Checkpoint named(String name) {
    String[] parts = name.split("@");
    return Checkpoint.newBuilder()
        .setModel(parts[0])
        .setStep(Long.parseLong(parts[1]))
        .setKind(SourceKind.WEIGHTS)
        .setLocation("")
        .setFingerprint("")
        .setIdentity(unit.plan().getIdentity())
        .setArchitecture("")
        .setLayers(1)
        .setHiddenSize(1)
        .build();
  }

  private void feed(int from, int to) {
    for (int row = from; row < to; row++) {
      gatherer.accept(input(unit.row(row)), PARTITION, START + row);
    }
  }

  private void settle(String participant, String recording, long offset) {
    ledger.accept(entry(participant, Ledger.inputs(settings.hash(), recording), offset));
  }

  private Progress entry(String participant, String inputs, long offset) {
    return Progress.newBuilder()
        .setStage(Ledger.STAGE)
        .setUnit(unit.unit())
        .setPart(SimulatedUnit.LAYER + "/initial/" + participant)
        .setState(WorkState.DONE)
        .setPartition(PARTITION)
        .setOffset(offset)
        .setInputs(inputs)
        .build();
  }

  private static Fold anyFold() {
    return new Fold(0, new int[] {0}, new int[] {1});
  }

  private int spools() {
    try (Stream<Path> files = Files.list(folder.resolve("spool"))) {
      return files.toList().size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
