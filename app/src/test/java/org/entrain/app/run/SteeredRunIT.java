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
import org.entrain.app.command.CommandRunner.Outcome;
import org.entrain.app.state.StateFolder;
import org.entrain.broker.EmbeddedBroker;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Activation;
import org.entrain.transport.BroadcastReader;
import org.entrain.transport.KafkaConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pausing, resuming, removing and adding again, between runs of a state. */
class SteeredRunIT {

  private static final Path NANO = CommandRunner.HOME.resolve("sample/checkpoints/nano");
  private static final String NO_WORK = "forward passes took 0.0 s, fits 0.0 s";

  @TempDir private Path temporary;

  @Test
  void work_pausedResumedRemovedAndAddedAgain_isDoneOnce() throws IOException {
    Path state = temporary.resolve("state");
    done("run", "--once", "--models", NANO.resolve("step0"), "--state", state);
    List<String> first = csv(state);

    done("add", NANO.resolve("step2000"), "--state", state);
    assertThat(done("pause", "nano@2000", "--state", state).out())
        .contains("nano@2000 is paused: what runs is finished", "the next `entrain run");
    Outcome paused = done("run", "--once", "--state", state);
    assertThat(paused.out()).contains("10 fits paused, 0 cancelled", "paused: nano@2000");
    assertThat(csv(state)).isEqualTo(first);
    assertThat(done("status", "--state", state).out())
        .contains("paused: nano@2000", "3 scored + 0 failed + 0 open + 1 paused\n");

    done("resume", "nano@2000", "--state", state);
    Outcome resumed = done("run", "--once", "--state", state);
    assertThat(resumed.out()).doesNotContain("paused", NO_WORK);
    List<String> both = csv(state);
    assertThat(both).hasSize(2 * first.size() - 1).containsAll(first);
    assertThat(activations(state)).doesNotHaveDuplicates();

    done("remove", "nano@2000", "--participants", "B", "--state", state);
    assertThat(done("run", "--once", "--state", state).out()).contains(NO_WORK);
    assertThat(csv(state)).isEqualTo(first.stream().filter(line -> !line.contains(",B,")).toList());
    assertThat(done("status", "--state", state).out()).contains("units  3 announced = 3 scored");

    Outcome again =
        done(
            "run",
            "--once",
            "--models",
            NANO.resolve("step2000"),
            "--participants",
            "B",
            "--state",
            state);
    assertThat(again.out()).contains(NO_WORK);
    assertThat(csv(state)).isEqualTo(both);
  }

  private List<String> csv(Path state) throws IOException {
    Path file = temporary.resolve("scores.csv");
    done("results", "--csv", file, "--state", state);
    return Files.readAllLines(file);
  }

  /** unit/word of every activation that the topic holds. */
  private static List<String> activations(Path state) {
    List<String> words = new ArrayList<>();
    Topics topics = new Topics(4);
    try (EmbeddedBroker broker = new EmbeddedBroker(new StateFolder(state).broker(), 0);
        BroadcastReader reader =
            new BroadcastReader(
                new KafkaConnection(broker.bootstrapServers(), Map.of()),
                "test",
                List.of(topics.activations()))) {
      reader.readToEnd(
          message -> {
            Activation word = topics.activations().values().decode(message.value());
            words.add(word.getUnit() + "/" + word.getWord());
          });
    }
    assertThat(words).isNotEmpty();
    return words;
  }
}
