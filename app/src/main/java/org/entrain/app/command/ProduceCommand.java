package org.entrain.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.entrain.app.Refusal;
import org.entrain.app.display.FetchDisplay;
import org.entrain.app.run.DryRun;
import org.entrain.app.run.InputCheck;
import org.entrain.app.run.Inputs;
import org.entrain.app.run.OutsideReplay;
import org.entrain.app.run.Speed;
import org.entrain.app.state.StateFolder;
import org.entrain.objects.ObjectLocations;
import org.entrain.schemas.Topics;
import org.entrain.transport.EventDeliveryException;
import org.entrain.transport.KafkaConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Publishes a dataset and checkpoints to an outside Kafka. */
@Command(
    name = "produce",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Publishes stimulus, recordings and checkpoints to Kafka brokers elsewhere, and ends.",
      "What was published completely before is left out; baselines are announced too."
    },
    footer = {
      "",
      "Example:",
      "  ./entrain produce --bootstrap-servers kafka:9092 --replication 3 \\",
      "    --dataset story/dataset.yaml --models pythia"
    })
final class ProduceCommand implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec;
  @Mixin private ServerOptions servers = new ServerOptions();
  @Mixin private InputOptions input = new InputOptions();
  @Mixin private CacheOptions cache = new CacheOptions();

  @Option(
      names = "--speed",
      paramLabel = "max|N",
      defaultValue = "max",
      description = "Replay at full speed, or at N times real time (default: max).")
  private String speed = "max";

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  ProduceCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Speed replay = Speed.parse(speed);
    StateFolder none = new StateFolder(Path.of("."));
    PrintWriter err = spec.commandLine().getErr();
    try (FetchDisplay fetching = new FetchDisplay(context.environment(), err, System::nanoTime);
        ObjectLocations locations = cache.locations(context.environment(), fetching)) {
      Inputs inputs =
          new InputCheck(context.environment(), none, Optional.empty(), locations)
              .check(input.request());
      fetching.close(); // the replay draws from now on
      PrintWriter out = spec.commandLine().getOut();
      out.print(DryRun.headline(inputs));
      out.flush();
      Topics topics = new Topics(inputs.settings().partitions());
      KafkaConnection connection = connect(inputs, topics);
      return new OutsideReplay(connection, topics, context.environment(), err).run(inputs, replay);
    }
  }

  private KafkaConnection connect(Inputs inputs, Topics topics) {
    try {
      return servers.connect(inputs.settings(), topics, context, spec.commandLine().getErr());
    } catch (EventDeliveryException e) {
      throw new Refusal("--bootstrap-servers: " + e.getMessage());
    }
  }
}
