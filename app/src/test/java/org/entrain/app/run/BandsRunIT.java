package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entrain.app.command.CommandRunner.done;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.entrain.app.command.CommandRunner;
import org.entrain.app.command.CommandRunner.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A layer, reduced by PCA, and word rate in one model beside the layer alone. */
class BandsRunIT {

  private static final Path STEP_2000 =
      CommandRunner.HOME.resolve("sample/checkpoints/nano/step2000");
  private static final long VOXELS = 300;
  private static final long FOLDS = 4;

  @TempDir private Path temporary;

  @Test
  void run_withBands_scoresLayersTwiceAndBaselinesOnce() throws IOException {
    Path state = temporary.resolve("state");
    Path csv = temporary.resolve("scores.csv");

    done(
        "run",
        "--once",
        "--models",
        STEP_2000,
        "--preset",
        "toneva-wehbe",
        "--set",
        "bands=word-rate",
        "--set",
        "bands.samples=2",
        "--layers",
        "3",
        "--participants",
        "A",
        "--state",
        state);

    done("results", "--csv", csv, "--baselines", "--state", state);
    Map<String, Long> rows =
        Files.readAllLines(csv).stream()
            .skip(1)
            .map(row -> row.split(","))
            .collect(Collectors.groupingBy(row -> row[0] + " " + row[3], Collectors.counting()));
    long each = VOXELS * FOLDS;
    assertThat(rows)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "nano initial", each,
                "nano with-word-rate", each,
                "baseline-random initial", each,
                "baseline-word-rate initial", each));
    assertThat(done("results", "--summary", "--state", state).out())
        .contains("nano, with-word-rate: mean r")
        .containsPattern("step +layer +joint +alone +word rate +R² layer +R² word-rate\n2000 +3 ");
    assertThat(done("status", "--state", state).out())
        .contains("units  3 announced = 3 scored + 0 failed + 0 open");
  }

  @Test
  void dryRun_withBands_expectsMoreTime() {
    assertThat(seconds("bands=word-rate")).isGreaterThan(seconds("bands=none"));
  }

  private int seconds(String bands) {
    Outcome dry =
        done(
            "run",
            "--dry-run",
            "--models",
            STEP_2000,
            "--set",
            "threads=4",
            "--set",
            bands,
            "--state",
            temporary.resolve("none"));
    Matcher found = Pattern.compile("about (\\d+) s on 4 threads").matcher(dry.out());
    assertThat(found.find()).as(dry.out()).isTrue();
    return Integer.parseInt(found.group(1));
  }
}
