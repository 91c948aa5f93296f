package org.entrain.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entrain.features.FeatureDriver.UNIT;
import static org.entrain.features.FeatureDriver.plan;
import static org.entrain.features.FeatureDriver.word;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.entrain.broker.EmbeddedBroker;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.FeatureRow;
import org.entrain.transport.BroadcastReader;
import org.entrain.transport.DeadLetters;
import org.entrain.transport.EventProducer;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.TopicAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stage on a real broker, with exactly-once processing. */
class FeatureStageIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int WORDS = 6;

  @TempDir Path folder;

  private final Topics topics = new Topics(2);
  private EmbeddedBroker broker;
  private KafkaConnection connection;

  @BeforeEach
  void start() {
    broker = new EmbeddedBroker(folder.resolve("broker"), 0);
    connection = new KafkaConnection(broker.bootstrapServers(), Map.of());
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.create(topics, (short) 1);
    }
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void stage_garbageAndRestartInBetween_emitsEveryRowOnceAndBuriesTheGarbage() throws Exception {
    publishPlanAndWords(0, 3);
    publishGarbage();
    try (FeatureStage stage = new FeatureStage(connection, topics, folder.resolve("state"))) {
      stage.start();
      assertThat(rowsUntil(3)).containsExactlyInAnyOrder("0/0", "0/1", "0/2", "2/0", "2/1", "2/2");
      assertThat(stage.failure()).isNull();
    }
    // The stage comes back with the first half behind it, and with some words a second time.
    try (FeatureStage stage = new FeatureStage(connection, topics, folder.resolve("state"))) {
      stage.start();
      publishPlanAndWords(1, WORDS);
      assertThat(rowsUntil(WORDS)).hasSize(2 * WORDS);
    }
    assertThat(deadLetters())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.value()).isEqualTo(new byte[] {1, 2, 3});
              assertThat(header(letter, DeadLetters.TOPIC)).isEqualTo("entrain.activations");
              assertThat(header(letter, DeadLetters.CAUSE)).contains("not a readable event");
            });
  }

  private void publishPlanAndWords(int from, int to) {
    int[] own = {0, 1, 2, 3, 4, 5};
    try (EventProducer producer = new EventProducer(connection, "test")) {
      producer.send(
          topics.plans(),
          "m@7",
          plan(own, FeatureDriver.repeat(0, WORDS), own, List.of(0, 1)).build());
      for (int w = from; w < to; w++) {
        producer.send(topics.activations(), "m@7", word(w, w));
      }
      producer.flush();
    }
  }

  private void publishGarbage() throws ExecutionException, InterruptedException {
    try (KafkaProducer<byte[], byte[]> raw =
        new KafkaProducer<>(
            connection.producer("garbage"), new ByteArraySerializer(), new ByteArraySerializer())) {
      raw.send(
              new ProducerRecord<>(
                  topics.activations().name(),
                  "m@7".getBytes(StandardCharsets.UTF_8),
                  new byte[] {1, 2, 3}))
          .get();
    }
  }

  /** Reads committed rows until as many of each of the two layers are there; none may repeat. */
  private Set<String> rowsUntil(int perLayer) {
    Set<String> rows = new HashSet<>();
    Instant deadline = Instant.now().plus(PATIENCE);
    try (BroadcastReader reader =
        new BroadcastReader(connection, "test", List.of(topics.features()))) {
      while (rows.size() < 2 * perLayer && Instant.now().isBefore(deadline)) {
        reader.poll(
            Duration.ofMillis(100),
            message -> {
              FeatureRow row = topics.features().values().decode(message.value());
              assertThat(row.getUnit()).isEqualTo(UNIT);
              assertThat(rows.add(row.getLayer() + "/" + row.getRow())).isTrue();
            });
      }
    }
    return rows;
  }

  private List<ConsumerRecord<byte[], byte[]>> deadLetters() {
    List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
    TopicPartition partition = new TopicPartition(topics.activations().deadLetters(), 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            connection.consumer("test"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      Instant deadline = Instant.now().plus(PATIENCE);
      while (letters.isEmpty() && Instant.now().isBefore(deadline)) {
        consumer.poll(Duration.ofMillis(200)).forEach(letters::add);
      }
    }
    return letters;
  }

  private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
