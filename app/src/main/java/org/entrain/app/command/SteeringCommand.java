package org.entrain.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.entrain.app.ExitCodes;
import org.entrain.app.Refusal;
import org.entrain.app.state.StateFolder;
import org.entrain.app.state.StateStore;
import org.entrain.app.state.SteeredState;
import org.entrain.app.state.StoredState;
import org.entrain.app.steering.Action;
import org.entrain.app.steering.SteeringRequest;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What pausing, resuming, cancelling and removing have in common. */
abstract class SteeringCommand implements Callable<Integer> {

  private final Action action;

  @Spec private CommandSpec spec;
  @Mixin private StateOption state = new StateOption();

  @Parameters(
      paramLabel = "MODEL[@STEP]",
      arity = "0..*",
      description = "A checkpoint, or a model, which stands for all its steps.")
  private List<String> checkpoints = new ArrayList<>();

  @Option(
      names = "--participants",
      paramLabel = "NAME",
      split = ",",
      description = "Participants, such as F,M.")
  private List<String> participants = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  SteeringCommand(Action action) {
    this.action = action;
  }

  @Override
  public final Integer call() throws IOException {
    SteeringRequest request = new SteeringRequest(action, checkpoints, participants);
    StateFolder folder = state.folder();
    StoppedState.ask(folder, process -> say(process.steer(request)), () -> keep(folder, request));
    return ExitCodes.DONE;
  }

  private void keep(StateFolder folder, SteeringRequest request) {
    StateStore store = new StateStore(folder);
    StoredState before =
        store
            .read()
            .orElseThrow(
                () ->
                    new Refusal(
                        Refusal.fault(
                            "--state",
                            folder.root().toString(),
                            "the state of a run",
                            "the folder of a worker",
                            "Name the brokers with --bootstrap-servers.")));
    SteeredState after = SteeredState.of(before, request);
    if (!after.changes().isEmpty()) {
      store.write(after.state());
    }
    say(after.text());
    say("Nothing runs on it: the next `entrain run --state %s` heeds it.%n".formatted(folder.root()));
  }

  private void say(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }
}
