package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * A broker in a process of its own that lets nobody in without TLS and a password by SCRAM; its
 * certificate is made by the JDK's keytool.
 */
final class SecuredBroker implements AutoCloseable {

  static final String USER = "entrain";
  private static final String HOST = "127.0.0.1";
  private static final String STORE_PASSWORD = "not-looked-for";

  private final Path folder;
  private final Process process;
  private final int port;

  /**
   * @param folder new folder
   * @param password password of {@link #USER}
   * @param trustPassword password of the clients' trust store
   */
  SecuredBroker(Path folder, String password, String trustPassword) throws Exception {
    this.folder = Files.createDirectories(folder);
    port = freePort();
    Path keys = folder.resolve("keys.p12");
    keytool(
        "-genkeypair",
        "-alias",
        "broker",
        "-keyalg",
        "EC",
        "-dname",
        "CN=broker",
        "-ext",
        "san=ip:" + HOST,
        "-storetype",
        "PKCS12",
        "-storepass",
        STORE_PASSWORD,
        "-keystore",
        keys);
    Path certificate = folder.resolve("broker.pem");
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "broker",
        "-storepass",
        STORE_PASSWORD,
        "-keystore",
        keys,
        "-file",
        certificate);
    keytool(
        "-importcert",
        "-noprompt",
        "-alias",
        "broker",
        "-storetype",
        "PKCS12",
        "-storepass",
        trustPassword,
        "-keystore",
        trustStore(),
        "-file",
        certificate);
    Path settings = Files.writeString(folder.resolve("server.properties"), settings(keys));
    PrintStream quiet = new PrintStream(OutputStream.nullOutputStream());
    int formatted =
        StorageTool.execute(
            new String[] {
              "format",
              "--config",
              settings.toString(),
              "--cluster-id",
              Uuid.randomUuid().toString(),
              "--add-scram",
              "SCRAM-SHA-512=[name=%s,password=%s]".formatted(USER, password)
            },
            quiet);
    assertThat(formatted).isZero();
    process =
        java("kafka.Kafka", List.of(settings.toString()), folder.resolve("broker.out")).start();
  }

  String bootstrapServers() {
    return HOST + ":" + port;
  }

  Path trustStore() {
    return folder.resolve("trust.p12");
  }

  /** Fails if the process has ended, with what it said. */
  void requireAlive() {
    try {
      assertThat(process.isAlive()).as(Files.readString(folder.resolve("broker.out"))).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A process of this JVM's classes. */
  static ProcessBuilder java(String main, List<String> arguments, Path output) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx768m", "-Dai.djl.offline=true"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("OPENBLAS_NUM_THREADS", "1");
    return builder.redirectErrorStream(true).redirectOutput(output.toFile());
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  private String settings(Path keys) throws IOException {
    int controller = freePort();
    return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%d
        controller.listener.names=CONTROLLER
        listeners=SECURED://127.0.0.1:%d,INTERNAL://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d
        listener.security.protocol.map=SECURED:SASL_SSL,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT
        inter.broker.listener.name=INTERNAL
        sasl.enabled.mechanisms=SCRAM-SHA-512
        listener.name.secured.scram-sha-512.sasl.jaas.config=\
          org.apache.kafka.common.security.scram.ScramLoginModule required;
        ssl.keystore.location=%s
        ssl.keystore.password=%s
        log.dirs=%s
        auto.create.topics.enable=false
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=4
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=4
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        share.coordinator.state.topic.num.partitions=1
        group.initial.rebalance.delay.ms=0
        group.share.min.heartbeat.interval.ms=500
        group.share.heartbeat.interval.ms=500
        group.share.assignment.interval.ms=0
        log.cleaner.dedupe.buffer.size=8388608
        """
        .formatted(
            controller, port, freePort(), controller, keys, STORE_PASSWORD, folder.resolve("log"));
  }

  private static void keytool(Object... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tool.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(tool.exitValue()).as(said).isZero();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    }
  }
}
