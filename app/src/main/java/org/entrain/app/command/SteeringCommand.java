package org.entrain.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.entrain.app.ExitCodes;
import org.entrain.app.Refusal;
import org.entrain.app.run.OutsideSteering;
import org.entrain.app.state.StateFolder;
import org.entrain.app.state.StateStore;
import org.entrain.app.state.SteeredState;
import org.entrain.app.state.StoredState;
import org.entrain.app.steering.Action;
import org.entrain.app.steering.SteeringRequest;
import org.entrain.schemas.Topics;
import org.entrain.transport.EventDeliveryException;
import org.entrain.transport.KafkaConnection;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What pausing, resuming, cancelling and removing have in common. */
abstract class SteeringCommand implements Callable<Integer> {

  private final CommandContext context;
  private final Action action;

  @Spec private CommandSpec spec;
  @Mixin private BrokerOptions brokers = new BrokerOptions();

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
  SteeringCommand(CommandContext context, Action action) {
    this.context = context;
    this.action = action;
  }

  @Override
  public final Integer call() throws IOException {
    SteeringRequest request = new SteeringRequest(action, checkpoints, participants);
    if (!brokers.embedded()) {
      say(outside(request));
      return ExitCodes.DONE;
    }
    StateFolder folder = brokers.stateFolder();
    StoppedState.ask(folder, process -> say(process.steer(request)), () -> keep(folder, request));
    return ExitCodes.DONE;
  }

  private String outside(SteeringRequest request) {
    KafkaConnection connection = brokers.connect(context, spec.commandLine().getErr());
    try {
      return OutsideSteering.steer(
          connection, new Topics(brokers.settings().partitions()), request);
    } catch (KafkaException | EventDeliveryException e) {
      throw new Refusal("--bootstrap-servers: " + e.getMessage());
    }
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
    say(
        "Nothing runs on it: the next `entrain run --state %s` heeds it.%n"
            .formatted(folder.root()));
  }

  private void say(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }
}
