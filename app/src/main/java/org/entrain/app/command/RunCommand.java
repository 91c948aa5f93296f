package org.entrain.app.command;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.entrain.app.ExitCodes;
import org.entrain.app.Refusal;
import org.entrain.app.display.FetchDisplay;
import org.entrain.app.display.ReadingDisplay;
import org.entrain.app.run.DryRun;
import org.entrain.app.run.InputCheck;
import org.entrain.app.run.Inputs;
import org.entrain.app.run.Ports;
import org.entrain.app.run.RunOptions;
import org.entrain.app.run.Session;
import org.entrain.app.run.Speed;
import org.entrain.app.state.StateFolder;
import org.entrain.app.state.StateLock;
import org.entrain.app.state.StateStore;
import org.entrain.app.state.StoredState;
import org.entrain.common.Locations;
import org.entrain.objects.ObjectLocations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The whole stream in this process. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs the whole stream in this process, on an embedded Kafka broker.",
      "Without --dataset it goes on with the state, or begins the packaged sample."
    },
    footer = {
      "",
      "Example: two participants, a folder of checkpoints, every second layer",
      "  ./entrain run --once --dataset story/dataset.yaml --models pythia \\",
      "    --layers 0,2,4 --participants F,M --set lags=1-4 --state story-state"
    })
final class RunCommand implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec;
  @Mixin private InputOptions input = new InputOptions();
  @Mixin private StateOption state = new StateOption();

  @Option(
      names = "--speed",
      paramLabel = "max|N",
      defaultValue = "max",
      description = "Replay at full speed, or at N times real time (default: max).")
  private String speed = "max";

  @Option(names = "--once", description = "End when all is scored instead of waiting for more.")
  private boolean once;

  @Option(
      names = "--dry-run",
      description = "Check everything, say what would be done, and write nothing.")
  private boolean dryRun;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Port of the embedded broker on 127.0.0.1 (default: any free one).")
  private int port;

  @Mixin private PageOptions page = new PageOptions();
  @Mixin private MonitorOptions monitoring = new MonitorOptions();
  @Mixin private LogOptions logging = new LogOptions();
  @Mixin private CacheOptions cache = new CacheOptions();

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  RunCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    RunOptions options =
        new RunOptions(
            once, port, Speed.parse(speed), page.address(), page.allowed(), monitoring.address());
    Ports.requireFree(port);
    StateFolder folder = state.folder();
    try (FetchDisplay fetching = new FetchDisplay(context.environment(), err(), System::nanoTime);
        ObjectLocations locations = cache.locations(context.environment(), fetching)) {
      return run(folder, options, fetching, locations);
    }
  }

  private int run(
      StateFolder folder, RunOptions options, FetchDisplay fetching, Locations locations) {
    if (dryRun) {
      Inputs inputs = check(folder, locations);
      if (!inputs.refused().isEmpty()) {
        throw Refusal.of(inputs.refused());
      }
      out().print(DryRun.of(inputs));
      out().flush();
      return ExitCodes.DONE;
    }
    if (folder.exists()) {
      try (StateLock lock = take(folder)) {
        return run(folder, options, fetching, check(folder, locations));
      }
    }
    // A refused request leaves nothing behind: the folder is made once all is checked.
    Inputs inputs = check(folder, locations);
    folder.create();
    try (StateLock lock = take(folder)) {
      return run(folder, options, fetching, folder.exists() ? check(folder, locations) : inputs);
    }
  }

  private int run(StateFolder folder, RunOptions options, FetchDisplay fetching, Inputs inputs) {
    fetching.close(); // the session draws from now on: what it fetches is told by the log alone
    new StateStore(folder).write(inputs.state());
    logging.apply(context.logs(), folder.log(), Map.of());
    PrintWriter err = err();
    if (!inputs.refused().isEmpty()) {
      err.println("entrain: " + String.join("\n", inputs.refused()));
      err.printf("Left out; checkpoints that go on: %,d.%n", inputs.checkpoints().size());
      err.flush();
    }
    out().print(DryRun.headline(inputs));
    out().flush();
    return new Session(folder, inputs, options, context.environment(), out(), err).run();
  }

  private Inputs check(StateFolder folder, Locations locations) {
    Optional<StoredState> stored = new StateStore(folder).read();
    try (ReadingDisplay display =
        new ReadingDisplay(context.environment(), err(), System::nanoTime)) {
      return new InputCheck(context.environment(), folder, stored, locations, display::show)
          .checkSparing(input.request());
    }
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  static StateLock take(StateFolder folder) {
    return StateLock.tryTake(folder).orElseThrow(() -> inUse(folder));
  }

  static Refusal inUse(StateFolder folder) {
    return new Refusal(
        Refusal.fault(
            "--state",
            folder.root().toString(),
            "a folder that no other process uses",
            "process " + StateLock.holder(folder),
            "Stop that process, add to it with `entrain add`, or choose another --state."));
  }
}
