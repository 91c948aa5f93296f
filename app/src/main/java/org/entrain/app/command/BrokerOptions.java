package org.entrain.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.entrain.app.Refusal;
import org.entrain.app.settings.ClientSettingSources;
import org.entrain.app.settings.SettingResolver;
import org.entrain.app.settings.Settings;
import org.entrain.app.state.StateFolder;
import org.entrain.transport.KafkaConnection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of commands that look at brokers: by their address, or at those of a running process. */
final class BrokerOptions {

  /** Nobody waits a minute for an answer that does not come. */
  private static final Map<String, String> PATIENCE =
      Map.of("default.api.timeout.ms", "20000", "request.timeout.ms", "10000");

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Addresses of the Kafka brokers.")
  private @Nullable String bootstrapServers;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "State of a running process, whose own broker is meant (default without"
              + " --bootstrap-servers: "
              + CommandContext.USUAL_STATE
              + ").")
  private @Nullable Path state;

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description =
          "Properties of Kafka's clients, for credentials; so are variables such as"
              + " ENTRAIN_KAFKA_SASL_JAAS_CONFIG.")
  private @Nullable Path kafkaConfig;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting, as the workers have it: partitions=N, kafka.NAME=VALUE.")
  private List<String> assignments = new ArrayList<>();

  /** The settings named. */
  Settings settings() {
    return SettingResolver.resolve(null, null, Map.of(), assignments);
  }

  /** The state that is meant where no brokers are named. */
  StateFolder stateFolder() {
    return new StateFolder(state == null ? Path.of(CommandContext.USUAL_STATE) : state);
  }

  /** Whether the broker is the one of a running process, which has no others. */
  boolean embedded() {
    return bootstrapServers == null;
  }

  /**
   * How to reach the brokers.
   *
   * @throws Refusal if no process has the state, or both are named
   */
  KafkaConnection connect(CommandContext context, PrintWriter err) {
    if (bootstrapServers != null && state != null) {
      throw new Refusal(
          Refusal.fault(
              "--state",
              state.toString(),
              "brokers by --bootstrap-servers or by --state",
              "both",
              "Leave one out."));
    }
    Map<String, String> settings = new HashMap<>(PATIENCE);
    if (bootstrapServers == null) {
      return new KafkaConnection(broker(), settings);
    }
    settings.putAll(
        ClientSettingSources.merge(
            kafkaConfig,
            context.environment().variables(),
            settings().kafka(),
            warning -> err.println("entrain: " + warning)));
    return new KafkaConnection(bootstrapServers, settings);
  }

  /** Address of the broker inside the process that has the state. */
  private String broker() {
    StateFolder folder = stateFolder();
    AtomicReference<String> address = new AtomicReference<>("");
    try {
      StoppedState.ask(
          folder,
          process -> address.set(process.broker()),
          () -> {
            throw new Refusal(
                Refusal.fault(
                    "--state",
                    folder.root().toString(),
                    "the state of a running process",
                    "none that runs",
                    "Start it by `entrain run --state %s`, or name brokers by --bootstrap-servers."
                        .formatted(folder.root())));
          });
    } catch (IOException e) {
      throw new Refusal("--state %s: %s".formatted(folder.root(), e.getMessage()));
    }
    return Objects.requireNonNull(address.get(), "the process says where its broker is");
  }
}
