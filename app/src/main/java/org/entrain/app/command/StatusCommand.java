package org.entrain.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.entrain.app.ExitCodes;
import org.entrain.app.run.DeadLetterFile;
import org.entrain.app.run.StatusText;
import org.entrain.app.state.StateFolder;
import org.entrain.app.state.StateStore;
import org.entrain.app.state.StoredState;
import org.entrain.app.steering.SteeringText;
import org.entrain.results.ResultStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** How far a state's work is. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Says what is done, running, waiting, failed (and why) and dead-lettered.",
    footer = {"", "Example:", "  ./entrain status --state ./story-state"})
final class StatusCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private StateOption state = new StateOption();

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  StatusCommand() {}

  @Override
  public Integer call() throws IOException {
    StateFolder folder = state.folder();
    StoppedState.ask(folder, process -> say(process.status()), () -> say(stopped(folder)));
    return ExitCodes.DONE;
  }

  private static String stopped(StateFolder folder) throws IOException {
    try (ResultStore results = StoppedResults.open(folder)) {
      return "Stopped; `entrain run --state %s` goes on.\n".formatted(folder.root())
          + SteeringText.of(
              new StateStore(folder).read().map(StoredState::steering).orElse(Map.of()))
          + StatusText.of(results.queries().accounting(), DeadLetterFile.read(folder));
    }
  }

  private void say(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }
}
