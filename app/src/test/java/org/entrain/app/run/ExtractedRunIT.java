package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entrain.app.command.CommandRunner;
import org.entrain.app.command.CommandRunner.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is extracted first and scored later has the scores of a run from the weights. */
class ExtractedRunIT {

  private static final Path SAMPLE = CommandRunner.HOME.resolve("sample");
  private static final Path DATASET = SAMPLE.resolve("dataset.yaml");
  private static final Path STEP = SAMPLE.resolve("checkpoints/nano/step256");
  private static final int ROWS = 5 * 300 * 4;

  @TempDir private Path temporary;

  @Test
  void activationsOfAnExtraction_haveTheScoresOfTheWeights() throws IOException {
    Object[] context = {"--set", "context=words:10", "--set", "representation=mean"};
    List<String> direct = scores("direct", context, "--models", STEP);
    Path out = temporary.resolve("out");
    done(context, "extract", "--dataset", DATASET, "--models", STEP, "--out", out);

    List<String> later = scores("later", context, "--activations", out.resolve("nano"));

    assertThat(direct).hasSize(1 + ROWS);
    assertThat(later).isEqualTo(direct);
  }

  private List<String> scores(String name, Object[] context, Object source, Object folder)
      throws IOException {
    Path state = temporary.resolve(name);
    done(
        context,
        "run",
        "--once",
        "--dataset",
        DATASET,
        "--participants",
        "A",
        "--state",
        state,
        source,
        folder);
    Path csv = temporary.resolve(name + ".csv");
    done(new Object[0], "results", "--csv", csv, "--state", state);
    return Files.readAllLines(csv);
  }

  private static void done(Object[] more, Object... arguments) {
    Object[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    Outcome outcome = CommandRunner.run(all);
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }
}
