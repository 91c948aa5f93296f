package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entrain.app.command.CommandRunner;
import org.entrain.app.command.CommandRunner.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of which one checkpoint is damaged. */
class DamagedCheckpointIT {

  private static final Path STEP_0 = CommandRunner.HOME.resolve("sample/checkpoints/nano/step0");

  @TempDir private Path temporary;

  @Test
  void run_withOneDamagedCheckpoint_scoresTheOtherAndEndsWithOne() throws IOException {
    Path models = Files.createDirectories(temporary.resolve("nano"));
    CommandRunner.copy(STEP_0, models.resolve("step0"));
    Path weights = CommandRunner.copy(STEP_0, models.resolve("step1")).resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putFloat(bytes.length - Float.BYTES, Float.NaN);
    Files.write(weights, bytes);
    Path state = temporary.resolve("state");

    Outcome outcome =
        CommandRunner.run(
            "run",
            "--once",
            "--models",
            models,
            "--layers",
            "1",
            "--participants",
            "A",
            "--state",
            state);

    assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
    String message = "step1/model.safetensors: tensor ";
    assertThat(outcome.err()).contains(message, "NaN", "checkpoints that go on: 1.");
    assertThat(outcome.out()).contains("0 failed", "refused and not scored: 1", message);
    Path csv = temporary.resolve("scores.csv");
    CommandRunner.run("results", "--csv", csv, "--state", state);
    List<String> rows = Files.readAllLines(csv);
    assertThat(rows.stream().skip(1).map(row -> row.split(",")[1]).distinct()).containsExactly("0");
  }
}
