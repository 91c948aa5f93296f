package org.entrain.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.entrain.broker.EmbeddedBroker;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Steering;
import org.entrain.schemas.avro.SteeringTarget;
import org.entrain.schemas.avro.Volume;
import org.entrain.schemas.avro.WantedState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BroadcastReaderIT {

  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Duration LONG = Duration.ofSeconds(60);

  private static final int VOLUMES = 40;
  private static final int BYTES = 1_000_000;

  @TempDir private Path folder;
  private final Topics topics = new Topics(1);

  @Test
  void ownRecord_behindAnOpenTransaction_isAwaitedNoLongerThanPermitted() {
    try (EmbeddedBroker broker = new EmbeddedBroker(folder, 0)) {
      KafkaConnection connection = new KafkaConnection(broker.bootstrapServers(), Map.of());
      try (TopicAdmin admin = new TopicAdmin(connection)) {
        admin.create(topics, (short) 1);
      }
      List<Long> read = new ArrayList<>();
      try (KafkaProducer<byte[], byte[]> open = transactional(connection);
          BroadcastReader reader =
              new BroadcastReader(connection, "test", List.of(topics.steering()))) {
        open.initTransactions();
        open.beginTransaction();
        open.send(new ProducerRecord<>(topics.steering().name(), new byte[0], new byte[0]));
        open.flush();
        Map<TopicPartition, Long> ends = tell(connection);

        reader.readToEnd(Map.of(), LONG, message -> read.add(message.offset()));
        assertThat(read).isEmpty();
        assertThatThrownBy(() -> reader.readToEnd(ends, SHORT, m -> read.add(m.offset())))
            .isInstanceOf(EventDeliveryException.class)
            .hasMessageContaining(topics.steering().name())
            .hasMessageContaining("a transaction is open");

        open.abortTransaction();
        reader.readToEnd(ends, LONG, message -> read.add(message.offset()));
        assertThat(read).containsExactly(1L);
      }
    }
  }

  /** Sends a record; returns the offset behind it. */
  private Map<TopicPartition, Long> tell(KafkaConnection connection) {
    Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
    try (EventProducer producer = new EventProducer(connection, "teller")) {
      producer.send(
          topics.steering(),
          "checkpoint/m@0",
          new Steering(SteeringTarget.CHECKPOINT, "m@0", WantedState.PAUSED, 0L, false),
          place ->
              ends.put(new TopicPartition(place.topic(), place.partition()), place.offset() + 1));
      producer.flush();
    }
    assertThat(ends).hasSize(1);
    return ends;
  }

  private static KafkaProducer<byte[], byte[]> transactional(KafkaConnection connection) {
    Map<String, Object> settings = new HashMap<>(connection.producer("open"));
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "open");
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Who is told that there is nothing turns to other things, and large answers come in steps. */
  @Test
  void poll_untilEverythingHasArrived_saysThatMoreIsToCome() {
    try (EmbeddedBroker broker = new EmbeddedBroker(folder, 0)) {
      KafkaConnection connection = new KafkaConnection(broker.bootstrapServers(), Map.of());
      try (TopicAdmin admin = new TopicAdmin(connection)) {
        admin.create(topics, 1);
      }
      try (EventProducer producer = new EventProducer(connection, "test")) {
        for (int tr = 0; tr < VOLUMES; tr++) {
          producer.send(topics.recordings(), "P", volume(tr));
        }
        producer.flush();
      }
      List<Boolean> answers = new ArrayList<>();
      int[] arrived = new int[1];
      try (BroadcastReader reader =
          new BroadcastReader(connection, "test", List.of(topics.recordings()))) {
        while (arrived[0] < VOLUMES) {
          int before = arrived[0];
          boolean answer = reader.poll(record -> arrived[0]++);
          if (before > 0) {
            answers.add(answer);
          }
        }
        assertThat(reader.poll(record -> arrived[0]++)).isFalse();
      }
      assertThat(answers).isNotEmpty().doesNotContain(false);
      assertThat(arrived[0]).isEqualTo(VOLUMES);
    }
  }

  private static Volume volume(int tr) {
    return Volume.newBuilder()
        .setParticipant("P")
        .setRecording("r")
        .setStimulus("s")
        .setRun(0)
        .setTr(tr)
        .setRow(tr)
        .setRows(VOLUMES)
        .setFirstVoxel(0)
        .setVoxels(BYTES / Float.BYTES)
        .setValues(ByteBuffer.allocate(BYTES))
        .setSimulated(true)
        .build();
  }
}
