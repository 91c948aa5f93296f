package org.entrain.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.entrain.app.Refusal;
import org.entrain.app.settings.ClientSettingSources;
import org.entrain.app.settings.Settings;
import org.entrain.schemas.Topics;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.TopicAdmin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say which brokers to use. */
final class ServerOptions {

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      required = true,
      description = "Addresses of the Kafka brokers.")
  private String bootstrapServers = "";

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description =
          "Properties of Kafka's clients, for credentials; so are variables such as"
              + " ENTRAIN_KAFKA_SASL_JAAS_CONFIG.")
  private @Nullable Path kafkaConfig;

  @Option(
      names = "--replication",
      paramLabel = "N",
      description =
          "Replicas of topics that are made (default: as many as those that exist have, else the"
              + " brokers' default).")
  private @Nullable Short replication;

  /** Connects, and makes the topics that are missing. */
  KafkaConnection connect(
      Settings settings, Topics topics, CommandContext context, PrintWriter err) {
    KafkaConnection connection =
        new KafkaConnection(
            bootstrapServers,
            ClientSettingSources.merge(
                kafkaConfig,
                context.environment().variables(),
                settings.kafka(),
                warning -> err.println("entrain: " + warning)));
    int asked = replication == null ? KafkaConnection.BROKERS_DEFAULT : replicas(replication);
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      int found = admin.create(topics, asked).replication();
      if (found < asked) {
        err.printf(
            "entrain: --replication %d: topics that exist have %d; see `entrain topics check`.%n",
            asked, found);
      }
      err.flush();
      return connection.withReplication(Math.max(asked, found));
    }
  }

  /**
   * A number of replicas.
   *
   * @throws Refusal if it is none
   */
  static int replicas(int asked) {
    if (asked < 1) {
      throw new Refusal(
          Refusal.fault("--replication", "N", "1 or more", "" + asked, "Three are usual."));
    }
    return asked;
  }
}
