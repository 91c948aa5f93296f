package org.entrain.app.command;

import org.entrain.app.settings.Settings;
import org.entrain.schemas.Topics;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.TopicAdmin;
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
      names = "--replication",
      paramLabel = "N",
      defaultValue = "1",
      description = "Replicas of topics that are made (default: ${DEFAULT-VALUE}).")
  private short replication = 1;

  /** Connects, and makes the topics that are missing. */
  KafkaConnection connect(Settings settings, Topics topics) {
    KafkaConnection connection = new KafkaConnection(bootstrapServers, settings.kafka());
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.create(topics, replication);
    }
    return connection;
  }
}
