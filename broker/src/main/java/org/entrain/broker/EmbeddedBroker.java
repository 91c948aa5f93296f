package org.entrain.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.Uuid;
import org.entrain.common.InvalidInputException;

/**
 * One Kafka node, broker and controller, on the loopback interface. Its log survives the process:
 * started again on the same folder it has every record that was acknowledged.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final int NODE = 1;

  private final KafkaNode node;
  private final int port;

  /**
   * Starts the node and returns when it is ready.
   *
   * @param folder log folder, made and formatted when it is new
   * @param port port of the clients' listener; 0 chooses a free one
   * @throws InvalidInputException when the port is taken or the folder cannot be written
   */
  public EmbeddedBroker(Path folder, int port) {
    this.port = port == 0 ? freePort() : requireFree(port);
    int controllerPort = freePort();
    try {
      LogFolder.format(folder, NODE, Uuid.randomUuid().toString());
    } catch (Exception e) {
      throw new InvalidInputException(
          folder.toString(),
          "broker's log folder",
          "a folder that can be written",
          e.toString(),
          "Choose another folder with --state, or make room.",
          e);
    }
    node =
        new KafkaNode(
            KafkaConfig.fromProps(asProperties(settings(folder, this.port, controllerPort))));
    node.start();
  }

  /** Address for clients, {@code host:port}. */
  public String bootstrapServers() {
    return HOST + ":" + port;
  }

  @Override
  public void close() {
    node.close();
  }

  private static Map<String, String> settings(Path folder, int port, int controllerPort) {
    Map<String, String> s = new HashMap<>();
    s.put("process.roles", "broker,controller");
    s.put("node.id", Integer.toString(NODE));
    s.put("controller.quorum.voters", NODE + "@" + HOST + ":" + controllerPort);
    s.put("controller.listener.names", "CONTROLLER");
    s.put(
        "listeners",
        "PLAINTEXT://%s:%d,CONTROLLER://%s:%d".formatted(HOST, port, HOST, controllerPort));
    s.put("advertised.listeners", "PLAINTEXT://%s:%d".formatted(HOST, port));
    s.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    s.put("log.dirs", folder.toString());
    s.put("auto.create.topics.enable", "false");
    s.put("message.max.bytes", "9000000");
    s.put("replica.fetch.max.bytes", "9000000");
    // A single node cannot replicate its internal topics.
    s.put("offsets.topic.replication.factor", "1");
    s.put("offsets.topic.num.partitions", "4");
    s.put("transaction.state.log.replication.factor", "1");
    s.put("transaction.state.log.min.isr", "1");
    s.put("transaction.state.log.num.partitions", "4");
    s.put("share.coordinator.state.topic.replication.factor", "1");
    s.put("share.coordinator.state.topic.min.isr", "1");
    s.put("share.coordinator.state.topic.num.partitions", "1");
    // Groups have few members that start together: waiting for more only delays the first record.
    s.put("group.initial.rebalance.delay.ms", "0");
    s.put("group.share.min.heartbeat.interval.ms", "500");
    s.put("group.share.heartbeat.interval.ms", "1000");
    s.put("group.share.assignment.interval.ms", "0");
    s.put("group.share.min.record.lock.duration.ms", "1000");
    // A killed node's registration must expire before its successor may register.
    s.put("broker.heartbeat.interval.ms", "1000");
    s.put("broker.session.timeout.ms", "3000");
    // Footprint: one node with light traffic needs neither many threads nor a large cleaner.
    s.put("log.cleaner.dedupe.buffer.size", "8388608");
    s.put("num.network.threads", "2");
    s.put("num.io.threads", "2");
    s.put("background.threads", "2");
    s.put("num.recovery.threads.per.data.dir", "2");
    s.put("metadata.max.idle.interval.ms", "5000");
    return s;
  }

  private static Properties asProperties(Map<String, String> settings) {
    Properties properties = new Properties();
    properties.putAll(settings);
    return properties;
  }

  private static int requireFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new InvalidInputException(
          "--port",
          "broker's port",
          "a free port",
          "%d, which is taken".formatted(port),
          "Stop what listens there, or choose another port (0: any free one).",
          e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on the loopback interface", e);
    }
  }
}
