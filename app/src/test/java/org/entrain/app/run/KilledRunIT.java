package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.entrain.app.command.CommandRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL in each stage in turn, on one state: the same results, and only unfinished work. */
class KilledRunIT {

  private static final Path NANO = CommandRunner.HOME.resolve("sample/checkpoints/nano");
  private static final Pattern TASK = Pattern.compile("task \\d+/\\d+: \\d+ windows in");
  private static final Pattern FIT = Pattern.compile("layer \\d+, \\S+, against ");
  private static final Pattern PROBED = Pattern.compile("layer \\d+: 1 properties in");
  private static final Pattern REPLAYING = Pattern.compile("replay [1-9][\\d,]*/(?:[\\d,]*)");
  private static final Pattern SCORED = Pattern.compile("results [1-9]\\d*/");

  /** What one process may have in hand when it dies: a task; the fits of one layer. */
  private static final int IN_HAND = 2;

  @TempDir private Path temporary;

  @Test
  void run_killedInEveryStage_endsWithTheSameScoresAndRepeatsOnlyWhatWasInHand()
      throws IOException, InterruptedException {
    Path undisturbed = temporary.resolve("undisturbed");
    ChildRun whole = start(undisturbed, "whole", "max");
    whole.finish();
    int tasks = whole.logged(TASK);
    int fits = whole.logged(FIT);
    int probed = whole.logged(PROBED);
    assertThat(List.of(tasks, fits, probed)).allMatch(count -> count > 0);

    Path state = temporary.resolve("killed");
    List<ChildRun> killed = new ArrayList<>();
    killed.add(start(state, "replay", "60"));
    killed.get(0).killOnceShown(REPLAYING);
    killed.add(start(state, "embedding", "max"));
    killed.get(1).killAfter(TASK, 2);
    killed.add(start(state, "features", "max"));
    killed.get(2).killAfter(TASK, tasks / 2);
    killed.add(start(state, "properties", "max"));
    killed.get(3).killAfter(PROBED, 2);
    killed.add(start(state, "encoding", "max"));
    killed.get(4).killAfter(FIT, fits / 2);
    assertReadableRightAfterTheKill(state);
    killed.add(start(state, "results", "max"));
    killed.get(5).killOnceShown(SCORED);
    ChildRun last = start(state, "last", "max");
    last.finish();

    assertThat(csv(state)).isEqualTo(csv(undisturbed));
    assertThat(last.logged(TASK)).isBetween(tasks, tasks + IN_HAND * killed.size());
    assertThat(last.logged(FIT)).isBetween(fits, fits + IN_HAND * killed.size());
    assertThat(last.logged(PROBED)).isBetween(probed, probed + IN_HAND * killed.size());
  }

  /** The killed process left its address and a database in the middle of its work. */
  private void assertReadableRightAfterTheKill(Path state) throws IOException {
    assertThat(state.resolve("control.json")).exists();
    CommandRunner.Outcome status = CommandRunner.run("status", "--state", state);
    assertThat(status.code()).as(status.err()).isZero();
    assertThat(status.out()).startsWith("Stopped");
    assertThat(csv(state)).startsWith("model,");
  }

  private ChildRun start(Path state, String name, String speed) throws IOException {
    return ChildRun.start(
        state,
        temporary.resolve(name + ".out"),
        "run",
        "--once",
        "--dataset",
        CommandRunner.HOME.resolve("sample"),
        "--models",
        NANO.resolve("step0"),
        NANO.resolve("step2000"),
        "--participants",
        "A",
        "--properties",
        "Random",
        "--speed",
        speed,
        "--state",
        state);
  }

  private String csv(Path state) throws IOException {
    Path file = temporary.resolve(state.getFileName() + ".csv");
    assertThat(CommandRunner.run("results", "--csv", file, "--baselines", "--state", state).code())
        .isZero();
    return Files.readString(file);
  }
}
