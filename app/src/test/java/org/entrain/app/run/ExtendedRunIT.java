package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entrain.app.command.CommandRunner.done;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.entrain.app.command.CommandRunner;
import org.entrain.app.state.StateFolder;
import org.entrain.broker.EmbeddedBroker;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.WorkState;
import org.entrain.transport.BroadcastReader;
import org.entrain.transport.KafkaConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is added to a finished state costs its own work alone, counted by what stages report. */
class ExtendedRunIT {

  private static final Path NANO = CommandRunner.HOME.resolve("sample/checkpoints/nano");

  @TempDir private Path temporary;

  /** Work that was done, by what it is called. */
  private record Work(List<String> tasks, List<String> rows, List<String> fits) {

    /** What this has beyond what an earlier look had. */
    Work since(Work before) {
      return new Work(rest(tasks, before.tasks), rest(rows, before.rows), rest(fits, before.fits));
    }

    private static List<String> rest(List<String> all, List<String> before) {
      assertThat(all).containsAll(before);
      return all.subList(before.size(), all.size());
    }
  }

  @Test
  void participantThenLayers_addedToAFinishedState_costOnlyTheirOwnWork() throws IOException {
    Path state = temporary.resolve("state");
    done(
        "run",
        "--once",
        "--models",
        NANO.resolve("step0"),
        "--layers",
        "0,2",
        "--participants",
        "A",
        "--state",
        state);
    List<String> ofA = csv(state);
    Work first = work(state);
    assertThat(first.tasks()).isNotEmpty();
    assertThat(first.fits()).containsExactlyInAnyOrder("0/A", "2/A", "0/A", "0/A");

    done("run", "--once", "--participants", "B", "--state", state);
    Work second = work(state);
    Work participant = second.since(first);
    assertThat(participant.tasks()).isEmpty();
    assertThat(participant.rows()).isEmpty();
    assertThat(participant.fits()).containsExactlyInAnyOrder("0/B", "2/B", "0/B", "0/B");
    List<String> ofBoth = csv(state);
    assertThat(ofBoth).hasSize(2 * ofA.size() - 1).containsAll(ofA);

    done("run", "--once", "--layers", "0,2,4", "--state", state);
    Work layers = work(state).since(second);
    assertThat(layers.tasks()).hasSameSizeAs(first.tasks());
    assertThat(layers.rows()).hasSize(1).allMatch(row -> row.endsWith(" 1 layer"));
    assertThat(layers.fits()).containsExactlyInAnyOrder("4/A", "4/B");
    List<String> all = csv(state);
    assertThat(all).hasSize(3 * (ofBoth.size() - 1) / 2 + 1).containsAll(ofBoth);
    assertThat(done("status", "--state", state).out()).contains("0 failed + 0 open");

    // The same, wanted at once, is the same to the bit.
    Path other = temporary.resolve("other");
    done(
        "run",
        "--once",
        "--models",
        NANO.resolve("step0"),
        "--layers",
        "0,2,4",
        "--participants",
        "A,B",
        "--state",
        other);
    assertThat(all).isEqualTo(csv(other));
    assertThat(summary(state)).contains("layer 4", "1030.06");

    // Fewer layers would leave results that nobody asked for.
    assertThat(CommandRunner.run("run", "--once", "--layers", "0,2", "--state", state).err())
        .contains("layers: made with 0,2,4, asked for 0,2");
    done("run", "--once", "--state", state);
    assertThat(csv(state)).isEqualTo(all);
  }

  private List<String> csv(Path state) throws IOException {
    Path file = temporary.resolve("scores.csv");
    done("results", "--csv", file, "--state", state);
    return Files.readAllLines(file);
  }

  private static String summary(Path state) {
    return done("results", "--summary", "--state", state).out();
  }

  /** Every end of a task, of a unit's rows and of a fit that was ever reported. */
  private static Work work(Path state) {
    Work work = new Work(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Topics topics = new Topics(4);
    try (EmbeddedBroker broker = new EmbeddedBroker(new StateFolder(state).broker(), 0);
        BroadcastReader reader =
            new BroadcastReader(
                new KafkaConnection(broker.bootstrapServers(), Map.of()),
                "test",
                List.of(topics.progress()))) {
      reader.readToEnd(
          message -> {
            Progress progress = topics.progress().values().decode(message.value());
            if (progress.getState() == WorkState.DONE) {
              take(progress, work);
            }
          });
    }
    return work;
  }

  private static void take(Progress progress, Work work) {
    switch (progress.getStage()) {
      case "embedding" -> work.tasks().add(progress.getUnit() + " " + progress.getPart());
      case "features" ->
          work.rows().add(progress.getUnit() + " " + progress.getExpected() / 296 + " layer");
      case "encoding" -> work.fits().add(progress.getPart().replace("/initial", ""));
      default -> {
        // Planning and publishing are no work on words or voxels.
      }
    }
  }
}
