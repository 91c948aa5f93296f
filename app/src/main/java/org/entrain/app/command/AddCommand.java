package org.entrain.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.entrain.app.ExitCodes;
import org.entrain.app.Refusal;
import org.entrain.app.display.FetchDisplay;
import org.entrain.app.run.InputCheck;
import org.entrain.app.run.Inputs;
import org.entrain.app.run.RunRequest;
import org.entrain.app.state.Source;
import org.entrain.app.state.StateFolder;
import org.entrain.app.state.StateStore;
import org.entrain.common.Locations;
import org.entrain.objects.ObjectLocations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** More checkpoints for a state. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = {
      "Adds checkpoints (or folders of activations) to a state.",
      "A running process begins at once; for a stopped one the next `run` does the work.",
      "Only the work of what is new is done."
    },
    footer = {"", "Example:", "  ./entrain add checkpoints/step4000 --state ./story-state"})
final class AddCommand implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec;
  @Mixin private StateOption state = new StateOption();
  @Mixin private CacheOptions cache = new CacheOptions();

  @Parameters(
      paramLabel = "[NAME=]DIR",
      arity = "1..*",
      description = "A checkpoint, a folder of step<N> folders, or a folder of activations.")
  private List<String> folders = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  AddCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    StateFolder folder = state.folder();
    PrintWriter err = spec.commandLine().getErr();
    try (FetchDisplay fetching = new FetchDisplay(context.environment(), err, System::nanoTime);
        ObjectLocations locations = cache.locations(context.environment(), fetching)) {
      List<Source> sources = folders.stream().map(place -> Source.named(place, locations)).toList();
      StoppedState.ask(
          folder, process -> say(process.add(sources)), () -> keep(folder, sources, locations));
      return ExitCodes.DONE;
    }
  }

  private void keep(StateFolder folder, List<Source> sources, Locations locations) {
    StateStore store = new StateStore(folder);
    if (!folder.exists()) {
      throw new Refusal(
          Refusal.fault(
              "--state",
              folder.root().toString(),
              "the state of a run",
              "the folder of a worker",
              "Announce checkpoints to brokers elsewhere with `entrain produce`."));
    }
    RunRequest request = new RunRequest(null, null, null, sources, List.of(), null, List.of());
    Inputs inputs =
        new InputCheck(context.environment(), folder, store.read(), locations).check(request);
    store.write(inputs.state());
    say(
        ("Added; the state has %d checkpoints now. Nothing runs on it: the next"
                + " `entrain run --state %s` does the work.%n")
            .formatted(inputs.checkpoints().size(), folder.root()));
  }

  private void say(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }
}
