package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entrain.app.command.CommandRunner.done;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.entrain.app.command.CommandRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both baselines beside a checkpoint whose words are reduced by PCA. */
class BaselineRunIT {

  private static final Path STEP_0 = CommandRunner.HOME.resolve("sample/checkpoints/nano/step0");
  private static final long VOXELS = 300;
  private static final long FOLDS = 4;

  @TempDir private Path temporary;

  @Test
  void run_withPca_scoresBothBaselinesToo() throws IOException {
    Path state = temporary.resolve("state");
    Path csv = temporary.resolve("scores.csv");

    done(
        "run",
        "--once",
        "--models",
        STEP_0,
        "--preset",
        "toneva-wehbe",
        "--layers",
        "1",
        "--participants",
        "A",
        "--state",
        state);

    done("results", "--csv", csv, "--baselines", "--state", state);
    Map<String, Long> rows =
        Files.readAllLines(csv).stream()
            .skip(1)
            .collect(Collectors.groupingBy(row -> row.split(",")[0], Collectors.counting()));
    long each = VOXELS * FOLDS;
    assertThat(rows)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("nano", each, "baseline-random", each, "baseline-word-rate", each));
    // The preset classifies.
    assertThat(Files.readAllLines(csv).stream().skip(1))
        .allSatisfy(row -> assertThat(Double.parseDouble(row.split(",")[11])).isBetween(0.0, 1.0));
    assertThat(done("results", "--summary", "--state", state).out())
        .contains("accuracy: of the chosen layers");
    assertThat(done("status", "--state", state).out())
        .contains("units  3 announced = 3 scored + 0 failed + 0 open");
  }
}
