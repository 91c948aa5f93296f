package org.entrain.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.entrain.math.Significance;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.SteeringTarget;
import org.entrain.schemas.avro.WantedState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fits that are cancelled and paused. */
class SteeredFitIT {

  private static final String F = "F";
  private static final String M = "M";

  /** Together more than any machine permutes within the patience of these tests. */
  private static final int DRAWS = 400_000;

  private static final int VOXELS = 50_000;

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

  @Test
  void fit_ofACancelledCheckpoint_endsWithoutScoresAndIsDoneOnceItIsActiveAgain() {
    SimulatedUnit unit = SimulatedUnit.of("cancelled", 1);
    stream.publish(large("cancelled", F));
    stream.publish(unit);
    try (EncodingStage stage = stream.start(endless(0), state)) {
      stream.awaitBegun(unit, F, stage);
      stream.steer(SteeringTarget.CHECKPOINT, unit.name(), WantedState.CANCELLED);
      // The one thread of fits is free again for the ceilings of a second listener.
      stream.publish(large("cancelled", M));
      stream.awaitCeilings("cancelled", 2, stage);
    }
    assertThat(stream.history(unit, F)).isEmpty();
    assertThat(stream.scores(unit, F)).isEmpty();

    stream.steer(SteeringTarget.CHECKPOINT, unit.name(), WantedState.ACTIVE);
    try (EncodingStage stage = stream.start(StreamFixture.SETTINGS, state)) {
      stream.done(unit, F, stage);
    }
  }

  @Test
  void fits_ofACancelledParticipant_endAndThoseOfOthersAreDone() {
    SimulatedUnit unit = SimulatedUnit.of("others", 1);
    stream.publish(large("others", "A"));
    stream.publish(SimulatedRecording.of("others", "B", SimulatedUnit.ROWS));
    // Of a lag of its own: a stage with these settings leaves units of other tests alone.
    stream.publish(unit.name(), Plan.newBuilder(unit.plan()).setLags(List.of(1)).build());
    stream.rows(unit, 0, SimulatedUnit.ROWS);
    try (EncodingStage stage = stream.start(endless(1), state)) {
      stream.awaitBegun(unit, "A", stage);
      stream.steer(SteeringTarget.PARTICIPANT, "A", WantedState.CANCELLED);
      stream.done(unit, "B", stage);
    }
    assertThat(stream.history(unit, "A")).isEmpty();
    assertThat(stream.scores(unit, "A")).isEmpty();
    assertThat(stream.history(unit, "B")).hasSize(1);
  }

  private static EncodingStageSettings endless(int lag) {
    return new EncodingStageSettings(
        "endless",
        StreamFixture.FIT.with(new Significance(DRAWS, 2, 1, false)),
        0,
        false,
        List.of(lag),
        VOXELS);
  }

  private static SimulatedRecording large(String stimulus, String participant) {
    return new SimulatedRecording(
        stimulus,
        participant,
        "hash-" + participant,
        SimulatedUnit.random(participant.hashCode(), SimulatedUnit.ROWS, VOXELS));
  }

  @Test
  void fits_ofAPausedParticipant_waitWhileOthersAreDone() {
    SimulatedUnit unit = SimulatedUnit.of("waiting", 1);
    stream.steer(SteeringTarget.PARTICIPANT, "W", WantedState.PAUSED);
    stream.publish(SimulatedRecording.of("waiting", "W", SimulatedUnit.ROWS));
    stream.publish(SimulatedRecording.of("waiting", M, SimulatedUnit.ROWS));
    stream.publish(unit);
    try (EncodingStage stage = stream.start(StreamFixture.SETTINGS, state)) {
      stream.done(unit, M, stage);
      assertThat(stream.history(unit, "W")).isEmpty();
      stream.steer(SteeringTarget.PARTICIPANT, "W", WantedState.ACTIVE);
      stream.done(unit, "W", stage);
    }
    assertThat(stream.history(unit, M)).hasSize(1);
  }
}
