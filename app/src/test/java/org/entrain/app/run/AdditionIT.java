package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.entrain.app.Environment;
import org.entrain.app.command.CommandRunner;
import org.entrain.app.control.ControlClient;
import org.entrain.app.state.Source;
import org.entrain.app.state.StateFolder;
import org.entrain.app.state.StateStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints added to a running process. */
class AdditionIT {

  private static final Path NANO = CommandRunner.HOME.resolve("sample/checkpoints/nano");
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long GLANCE_NS = 20_000_000;

  @TempDir private Path temporary;

  @Test
  void add_ofKnownAndNewCheckpoints_keepsEachOnce() throws Exception {
    StateFolder folder = new StateFolder(temporary.resolve("state"));
    folder.create();
    Environment environment = new Environment(CommandRunner.HOME, false, false, 80);
    Path copies = temporary.resolve("nano");
    CommandRunner.copy(NANO.resolve("step0"), Files.createDirectories(copies).resolve("step0"));
    CommandRunner.copy(NANO.resolve("step1"), copies.resolve("step1"));
    Inputs inputs =
        new InputCheck(environment, folder, Optional.empty())
            .check(request(List.of(models(NANO.resolve("step0")))));
    new StateStore(folder).write(inputs.state());
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    RunOptions options = new RunOptions(false, 0, Speed.parse("max"), null, List.of());
    Session session = new Session(folder, inputs, options, environment, nowhere, nowhere);
    CompletableFuture<Integer> run = CompletableFuture.supplyAsync(session::run);
    try {
      Instant deadline = Instant.now().plus(PATIENCE);
      while (!Files.exists(folder.control()) && Instant.now().isBefore(deadline)) {
        assertThat(run).isNotDone();
        LockSupport.parkNanos(GLANCE_NS);
      }

      String answer = ControlClient.of(folder).add(List.of(models(copies)));

      assertThat(answer).contains("nano@1").doesNotContain("nano@0");
    } finally {
      session.stop();
      run.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    Inputs next =
        new InputCheck(environment, folder, new StateStore(folder).read())
            .check(request(List.of()));
    assertThat(next.checkpoints()).extracting(Completion::name).containsExactly("nano@0", "nano@1");
  }

  private static RunRequest request(List<Source> sources) {
    return new RunRequest(null, null, null, sources, List.of("A"), null, List.of());
  }

  private static Source models(Path folder) {
    return new Source(Source.Kind.MODELS, folder.toString(), null);
  }
}
