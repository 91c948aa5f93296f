package org.entrain.bench.cluster;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.entrain.broker.LogFolder;
import org.jspecify.annotations.Nullable;

/**
 * Kafka brokers, each a process, combined with the controllers in KRaft mode. Clients reach each
 * through a {@link TcpProxy}; brokers reach each other, and the bench reaches them, directly.
 */
final class Brokers implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final Duration START = Duration.ofSeconds(120);
  private static final Duration STOP = Duration.ofSeconds(60);

  private final Path folder;
  private final List<String> flags;
  private final List<Node> nodes = new ArrayList<>();
  private final String quorum;
  private final int replicas;
  private final String cluster = Uuid.randomUuid().toString();

  /** A broker, which runs or does not. */
  private static final class Node {
    final int id;
    final int direct;
    final int clients;
    final int controller;
    final TcpProxy proxy;
    Map<String, String> environment = Map.of();
    @Nullable JavaProcess process;

    Node(int id, FreePorts ports) throws IOException {
      this.id = id;
      direct = ports.take();
      clients = ports.take();
      controller = ports.take();
      proxy = new TcpProxy(ports.take(), clients);
    }
  }

  /**
   * Formats the folders of new brokers; {@link #start} starts one.
   *
   * @param folder where logs and what the processes print goes
   * @param flags of their JVMs
   */
  Brokers(Path folder, int count, List<String> flags) throws IOException {
    this.flags = List.copyOf(flags);
    this.folder = folder;
    replicas = count;
    FreePorts ports = new FreePorts(ProcessHandle.current().pid());
    for (int id = 1; id <= count; id++) {
      nodes.add(new Node(id, ports));
    }
    format();
    quorum =
        nodes.stream()
            .map(node -> node.id + "@" + HOST + ":" + node.controller)
            .collect(Collectors.joining(","));
  }

  /** Formats those folders of logs that are empty. */
  void format() throws IOException {
    for (Node node : nodes) {
      LogFolder.format(logs(node.id), node.id, cluster);
    }
  }

  /** Adds variables to the environment that a broker is started in. */
  void environment(int id, Map<String, String> variables) {
    node(id).environment = Map.copyOf(variables);
  }

  int count() {
    return nodes.size();
  }

  /** Addresses for workers, through the proxies. */
  String forWorkers() {
    return addresses(nodes.stream().map(node -> node.proxy.port()).toList());
  }

  /** Addresses for the bench, past the proxies. */
  String direct() {
    return addresses(nodes.stream().map(node -> node.direct).toList());
  }

  /** Folder of a broker's log. */
  Path logs(int id) {
    return folder.resolve("broker-" + id);
  }

  TcpProxy proxy(int id) {
    return node(id).proxy;
  }

  JavaProcess process(int id) {
    @Nullable JavaProcess process = node(id).process;
    if (process == null) {
      throw new IllegalStateException("broker %d was never started".formatted(id));
    }
    return process;
  }

  /** Starts all and waits until they serve. */
  void startAll() throws IOException, InterruptedException {
    for (Node node : nodes) {
      start(node.id);
    }
    awaitAll();
  }

  void start(int id) throws IOException {
    Node node = node(id);
    Path settings = folder.resolve("broker-%d.properties".formatted(id));
    try (Writer out = Files.newBufferedWriter(settings)) {
      settings(node).store(out, null);
    }
    node.process =
        JavaProcess.start(
            folder.resolve("broker-%d.out".formatted(id)),
            Lists.plus(flags, "-Xmx384m", "-Dlogback.configurationFile=" + logging()),
            node.environment,
            List.of("kafka.Kafka", settings.toString()));
  }

  void kill(int id) throws InterruptedException {
    process(id).kill();
  }

  /** SIGTERM: the broker hands its partitions over before it ends. */
  void stop(int id) throws InterruptedException {
    process(id).terminate(STOP);
  }

  /** Waits until every broker is a member of the cluster. */
  void awaitAll() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    try (Admin admin =
        Admin.create(
            Map.of(
                "bootstrap.servers", direct(), "default.api.timeout.ms", (int) START.toMillis()))) {
      while (admin.describeCluster().nodes().get().size() < nodes.size()) {
        if (System.nanoTime() > deadline) {
          throw new IOException("brokers do not come up; see " + folder);
        }
        Thread.sleep(100);
      }
    } catch (ExecutionException e) {
      throw new IOException("brokers do not come up; see " + folder, e);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    for (Node node : nodes) {
      if (node.process != null) {
        node.process.kill();
      }
      node.proxy.close();
    }
  }

  private Properties settings(Node node) {
    Properties s = new Properties();
    s.put("process.roles", "broker,controller");
    s.put("node.id", Integer.toString(node.id));
    s.put("controller.quorum.voters", quorum);
    s.put("controller.listener.names", "CONTROLLER");
    s.put(
        "listeners",
        "DIRECT://%1$s:%2$d,CLIENTS://%1$s:%3$d,CONTROLLER://%1$s:%4$d"
            .formatted(HOST, node.direct, node.clients, node.controller));
    s.put(
        "advertised.listeners",
        "DIRECT://%1$s:%2$d,CLIENTS://%1$s:%3$d".formatted(HOST, node.direct, node.proxy.port()));
    s.put(
        "listener.security.protocol.map",
        "DIRECT:PLAINTEXT,CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
    s.put("inter.broker.listener.name", "DIRECT");
    s.put("log.dirs", logs(node.id).toString());
    s.put("auto.create.topics.enable", "false");
    String replication = Integer.toString(replicas);
    String inSync = Integer.toString(Math.max(1, replicas - 1));
    s.put("default.replication.factor", replication);
    s.put("min.insync.replicas", inSync);
    s.put("offsets.topic.replication.factor", replication);
    s.put("offsets.topic.num.partitions", "6");
    s.put("transaction.state.log.replication.factor", replication);
    s.put("transaction.state.log.min.isr", inSync);
    s.put("transaction.state.log.num.partitions", "6");
    s.put("share.coordinator.state.topic.replication.factor", replication);
    s.put("share.coordinator.state.topic.min.isr", inSync);
    s.put("share.coordinator.state.topic.num.partitions", "3");
    s.put("message.max.bytes", "9000000");
    s.put("replica.fetch.max.bytes", "9000000");
    // Footprint: many processes share a small machine.
    s.put("log.cleaner.dedupe.buffer.size", "8388608");
    s.put("num.network.threads", "2");
    s.put("num.io.threads", "4");
    s.put("background.threads", "2");
    return s;
  }

  /** Brokers tell warnings only. */
  private Path logging() throws IOException {
    Path file = folder.resolve("logback-broker.xml");
    if (!Files.exists(file)) {
      Files.writeString(
          file,
          """
          <configuration>
            <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
              <encoder><pattern>%d{HH:mm:ss.SSS} %-5level %logger{0} %msg%n</pattern></encoder>
            </appender>
            <root level="WARN"><appender-ref ref="out"/></root>
          </configuration>
          """);
    }
    return file;
  }

  private Node node(int id) {
    return nodes.get(id - 1);
  }

  private static String addresses(List<Integer> ports) {
    return ports.stream().map(port -> HOST + ":" + port).collect(Collectors.joining(","));
  }

  /** Numbers of the brokers. */
  List<Integer> ids() {
    return IntStream.rangeClosed(1, nodes.size()).boxed().toList();
  }
}
