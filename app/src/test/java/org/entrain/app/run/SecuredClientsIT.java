package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.entrain.app.command.CommandRunner;
import org.entrain.app.command.CommandRunner.Outcome;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.entrain.transport.BroadcastReader;
import org.entrain.transport.ClientSettings;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.LetterReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole stream against brokers that ask for TLS and a password, which nothing repeats. */
class SecuredClientsIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long GLANCE_NS = 100_000_000;

  /** One checkpoint, one layer, no permutations: enough for a score to come out. */
  private static final List<String> SETTINGS =
      List.of("--set", "layers=1", "--set", "permutations=0", "--set", "kafka.client.rack=here");

  private final String password = "hidden-" + UUID.randomUUID();
  private final String trustPassword = "hidden-" + UUID.randomUUID();
  private final StringBuilder said = new StringBuilder();

  @TempDir private Path temporary;

  @Test
  void stream_overTlsWithAPassword_worksAndKeepsItToItself() throws Exception {
    Path ours = Files.createDirectories(temporary.resolve("ours"));
    try (SecuredBroker broker =
        new SecuredBroker(temporary.resolve("broker"), password, trustPassword)) {
      Path secrets = Files.createDirectories(temporary.resolve("secrets"));
      Path file = config(secrets.resolve("client.properties"), broker, password, trustPassword);
      String servers = "--bootstrap-servers=" + broker.bootstrapServers();
      String config = "--kafka-config=" + file;
      awaitReady(broker, servers, config);

      done("topics", "create", servers, config, "--replication", 1);
      Process workers = workers(ours, broker, servers);
      try {
        List<Object> produce = new ArrayList<>(List.of("produce", servers, config));
        produce.addAll(List.of("--dataset", CommandRunner.HOME.resolve("sample/dataset.yaml")));
        produce.addAll(
            List.of("--models", CommandRunner.HOME.resolve("sample/checkpoints/nano/step0")));
        produce.addAll(SETTINGS);
        done(produce.toArray());
        buryAndTakeBack(broker, servers, config);
        awaitScore(broker, workers, ours);
      } finally {
        workers.destroy(); // SIGTERM
        if (!workers.waitFor(1, TimeUnit.MINUTES)) {
          workers.destroyForcibly();
        }
      }
      done("topics", "check", servers, config, "--replication", 1);
      done("dlq", "list", servers, config, "--all");
      refusals(servers, secrets, broker);
    }
    assertThat(said.toString()).doesNotContain(password, trustPassword);
    assertNothingHolds(ours);
  }

  private void refusals(String servers, Path secrets, SecuredBroker broker) throws IOException {
    Path wrong = config(secrets.resolve("wrong"), broker, password + "-wrong", trustPassword);
    Outcome denied = run("topics", "check", servers, "--kafka-config=" + wrong);
    assertThat(denied.code()).isEqualTo(2);
    assertThat(denied.err()).contains("Authentication failed");

    Path untrusted = config(secrets.resolve("untrusted"), broker, password, trustPassword + "-no");
    Outcome unread = run("topics", "check", servers, "--kafka-config=" + untrusted);
    assertThat(unread.code()).isEqualTo(2);
    assertThat(unread.err()).contains("--kafka-config");

    Outcome seen =
        run("topics", "check", servers, "--set", "kafka.ssl.truststore.password=" + trustPassword);
    assertThat(seen.code()).isEqualTo(2);
  }

  /** A record that no stage can read, put where the planner reads, comes back as often as taken. */
  private void buryAndTakeBack(SecuredBroker broker, String servers, String config)
      throws Exception {
    KafkaConnection connection = connection(broker);
    Topics topics = new Topics(4);
    try (var producer =
        new KafkaProducer<byte[], byte[]>(
            connection.producer("test"), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topics.words().name(), new byte[] {1})).get();
    }
    try (LetterReader letters = new LetterReader(connection, topics, "test")) {
      await(() -> !letters.waiting().isEmpty(), "a dead letter");
    }
    done("dlq", "redrive", servers, config, "--all");
  }

  private Process workers(Path folder, SecuredBroker broker, String servers) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(folder.toString(), servers));
    arguments.addAll(SETTINGS);
    ProcessBuilder builder =
        SecuredBroker.java(AllWorkers.class.getName(), arguments, folder.resolve("workers.out"));
    settings(broker, password, trustPassword)
        .forEach((name, value) -> builder.environment().put(ClientSettings.variable(name), value));
    return builder.start();
  }

  private void awaitScore(SecuredBroker broker, Process workers, Path folder) throws IOException {
    Topic<?> scores = new Topics(4).scores();
    AtomicInteger found = new AtomicInteger();
    try (BroadcastReader reader =
        new BroadcastReader(connection(broker), "test", List.of(scores))) {
      await(
          () -> {
            reader.poll(Duration.ofMillis(200), record -> found.incrementAndGet());
            assertThat(workers.isAlive()).isTrue();
            return found.get() > 0;
          },
          "a score\n" + Files.readString(folder.resolve("workers.out")));
    }
  }

  /** A broker that answers has no topics yet, which are faults. */
  private void awaitReady(SecuredBroker broker, String servers, String config) {
    await(
        () -> {
          broker.requireAlive();
          Outcome check =
              CommandRunner.run(
                  "topics",
                  "check",
                  servers,
                  config,
                  "--set",
                  "kafka.default.api.timeout.ms=2000",
                  "--set",
                  "kafka.request.timeout.ms=1000");
          return check.out().contains("entrain.words");
        },
        "the broker");
  }

  private static void await(BooleanSupplier condition, String what) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as(what).isBefore(deadline);
      LockSupport.parkNanos(GLANCE_NS);
    }
  }

  private KafkaConnection connection(SecuredBroker broker) {
    return new KafkaConnection(
        broker.bootstrapServers(), settings(broker, password, trustPassword));
  }

  private static Map<String, String> settings(
      SecuredBroker broker, String password, String trustPassword) {
    return Map.of(
        "security.protocol",
        "SASL_SSL",
        "sasl.mechanism",
        "SCRAM-SHA-512",
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(SecuredBroker.USER, password),
        "ssl.truststore.location",
        broker.trustStore().toString(),
        "ssl.truststore.password",
        trustPassword);
  }

  private static Path config(Path file, SecuredBroker broker, String password, String trustPassword)
      throws IOException {
    StringBuilder text = new StringBuilder();
    settings(broker, password, trustPassword)
        .forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    return Files.writeString(file, text);
  }

  private Outcome run(Object... arguments) {
    Outcome outcome = CommandRunner.run(arguments);
    said.append(outcome.out()).append(outcome.err());
    return outcome;
  }

  private void done(Object... arguments) {
    Outcome outcome = run(arguments);
    assertThat(outcome.code()).as(outcome.err() + outcome.out()).isZero();
  }

  private void assertNothingHolds(Path folder) throws IOException {
    int files = 0;
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
        files++;
        String bytes = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
        assertThat(bytes.contains(password) || bytes.contains(trustPassword))
            .as(path.toString())
            .isFalse();
      }
    }
    assertThat(files).isGreaterThan(5);
  }
}
