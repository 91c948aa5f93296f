package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.entrain.app.display.StageLine;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.WorkState;
import org.junit.jupiter.api.Test;

class UnderWayTest {

  private static final StageLine REPLAY = new StageLine("replay", "events", 1, 1, 0);

  @Test
  void text_hasModelsOnTheirWayTasksAndTheTimeLeft() {
    List<Progress> progress =
        List.of(
            state("embedding", "0", WorkState.DONE, 256).build(),
            state("embedding", "1", WorkState.RUNNING, 44).setRate(10).build(),
            state("loading", "w", WorkState.RUNNING, 600_000_000).setName("big@7").build(),
            state("loading", "v", WorkState.DONE, 0).setName("small@7").build());

    assertThat(UnderWay.text(progress, 1_000).lines())
        .containsExactly(
            "embedding m@3, task 1: 44 of 256 windows, 10.0/s",
            "loading big@7: 600 of 1,300 MB",
            "embedding: 300 of 1,000 windows, about 1:10 min left");
  }

  @Test
  void text_ofWorkThatIsDone_isEmpty() {
    List<Progress> progress = List.of(state("embedding", "0", WorkState.DONE, 256).build());

    assertThat(UnderWay.text(progress, 256)).isEmpty();
  }

  @Test
  void display_countsTasksUnderWayOnceAndSaysWhatIsLoaded() {
    List<Progress> progress =
        List.of(
            state("embedding", "0", WorkState.DONE, 256).build(),
            state("embedding", "1", WorkState.RUNNING, 44).build(),
            state("loading", "w", WorkState.RUNNING, 600_000_000).setName("big@7").build());

    assertThat(StageLines.of(REPLAY, progress, 1_000, Fits.NONE, Fits.NONE).get(1))
        .isEqualTo(new StageLine("embedding", "windows", 300, 1_000, 0, "loading big@7 46 %"));
  }

  private static Progress.Builder state(String stage, String part, WorkState state, long done) {
    return Progress.newBuilder()
        .setStage(stage)
        .setUnit("u")
        .setPart(part)
        .setName("m@3")
        .setState(state)
        .setExpected(stage.equals("loading") ? 1_300_000_000L : 256)
        .setDone(done);
  }
}
