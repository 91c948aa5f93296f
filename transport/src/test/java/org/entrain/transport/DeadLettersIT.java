package org.entrain.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.entrain.broker.EmbeddedBroker;
import org.entrain.schemas.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersIT {

  private static final long GLANCE_NS = 20_000_000;

  @TempDir private Path temporary;

  @Test
  void records_buriedAgainAndInTransactions_areCountedOnce() throws Exception {
    Topics topics = new Topics(1);
    try (EmbeddedBroker broker = new EmbeddedBroker(temporary.resolve("broker"), 0)) {
      KafkaConnection connection = new KafkaConnection(broker.bootstrapServers(), Map.of());
      try (TopicAdmin admin = new TopicAdmin(connection)) {
        admin.create(topics, (short) 1);
      }
      try (LetterReader letters = new LetterReader(connection, topics, "test")) {
        assertThat(letters.waiting()).isEmpty();
        String words = topics.words().deadLetters();

        bury(connection, letter(words, 7));
        assertThat(counted(letters, words, 1)).containsExactly(Map.entry(words, 1L));

        bury(connection, letter(words, 7));
        bury(connection, letter(words, 8));
        assertThat(counted(letters, words, 2)).containsExactly(Map.entry(words, 2L));

        Redrive redrive = new Redrive(connection, topics);
        assertThat(redrive.letter(words, 0)).startsWith(topics.words().name() + "-0@");
        assertThat(counted(letters, words, 1)).containsExactly(Map.entry(words, 1L));
        assertThatThrownBy(() -> redrive.letter(words, 0)).hasMessageContaining("re-driven before");
        // The same record, buried a second time.
        assertThatThrownBy(() -> redrive.letter(words, 2)).hasMessageContaining("re-driven before");
      }
    }
  }

  /** A transaction's end reaches readers a moment after its commit. */
  private static Map<String, Long> counted(LetterReader letters, String topic, long expected) {
    Instant deadline = Instant.now().plusSeconds(20);
    Map<String, Long> counts = letters.waiting();
    while (counts.getOrDefault(topic, 0L) != expected && Instant.now().isBefore(deadline)) {
      LockSupport.parkNanos(GLANCE_NS);
      counts = letters.waiting();
    }
    return counts;
  }

  private static ProducerRecord<byte[], byte[]> letter(String deadLetters, long offset) {
    ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(deadLetters, new byte[] {1});
    letter.headers().add(DeadLetters.TOPIC, utf8("words"));
    letter.headers().add(DeadLetters.PARTITION, utf8("0"));
    letter.headers().add(DeadLetters.OFFSET, utf8(Long.toString(offset)));
    return letter;
  }

  /** In a transaction, whose end takes an offset of its own. */
  private static void bury(KafkaConnection connection, ProducerRecord<byte[], byte[]> letter) {
    Map<String, Object> settings = new HashMap<>(connection.producer("test"));
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "test");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(letter);
      producer.commitTransaction();
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
