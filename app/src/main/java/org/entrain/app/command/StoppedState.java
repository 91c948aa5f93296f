package org.entrain.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.entrain.app.Refusal;
import org.entrain.app.control.ControlClient;
import org.entrain.app.state.StateFolder;
import org.entrain.app.state.StateLock;

/** Finds out whether a state's process runs, and asks it or the folder itself. */
final class StoppedState {

  /** What to ask a running process. */
  @FunctionalInterface
  interface Running {
    void ask(ControlClient process) throws IOException;
  }

  /** What to do with a state that nobody has; it is held meanwhile. */
  @FunctionalInterface
  interface Stopped {
    void read() throws IOException;
  }

  private StoppedState() {}

  static void ask(StateFolder folder, Running running, Stopped stopped) throws IOException {
    // A results worker has results, but no description of a run.
    if (!folder.exists() && !Files.exists(folder.results())) {
      throw new Refusal(
          Refusal.fault(
              "--state",
              folder.root().toString(),
              "the state of a run",
              "none",
              "Run `entrain run` first, or name the right folder with --state."));
    }
    Optional<StateLock> lock = StateLock.tryTake(folder);
    if (lock.isEmpty()) {
      running.ask(ControlClient.of(folder));
      return;
    }
    try (StateLock held = lock.get()) {
      stopped.read();
    }
  }
}
