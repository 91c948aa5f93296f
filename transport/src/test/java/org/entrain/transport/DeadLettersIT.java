package org.entrain.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    try (Fixture fixture = new Fixture(temporary.resolve("broker"))) {
      KafkaConnection connection = fixture.connection;
      Topics topics = fixture.topics;
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

  @Test
  void letter_dropped_neitherWaitsNorIsTakenBackLater() throws Exception {
    try (Fixture fixture = new Fixture(temporary.resolve("dropped"))) {
      String words = fixture.topics.words().deadLetters();
      bury(fixture.connection, letter(words, 7));
      bury(fixture.connection, new ProducerRecord<>(words, new byte[] {2})); // of somebody else
      awaitWaiting(fixture, 2);
      Redrive redrive = new Redrive(fixture.connection, fixture.topics);

      List<Redrive.Outcome> taken = redrive.apply(LetterState.REDRIVEN, LetterReader::all);
      assertThat(taken).extracting(Redrive.Outcome::done).containsExactly(true, false);
      assertThat(taken.get(1).fault()).isNotNull();

      List<Redrive.Outcome> dropped = redrive.apply(LetterState.DROPPED, LetterReader::all);
      assertThat(dropped).extracting(Redrive.Outcome::done).containsExactly(false, true);
      assertThat(redrive.apply(LetterState.DROPPED, LetterReader::all))
          .noneMatch(Redrive.Outcome::done);
      assertThat(redrive.apply(LetterState.REDRIVEN, LetterReader::all))
          .noneMatch(Redrive.Outcome::done);

      // A stage that starts again buries it again: it is the same letter.
      bury(fixture.connection, letter(words, 7));
      try (LetterReader reader = new LetterReader(fixture.connection, fixture.topics, "test")) {
        assertThat(reader.all())
            .extracting(Letter::state)
            .containsExactly(LetterState.REDRIVEN, LetterState.DROPPED);
        assertThat(reader.waiting()).isEmpty();
      }
    }
  }

  @Test
  void letters_takenBackByTwoAtTheSameMoment_comeBackOnce() throws Exception {
    try (Fixture fixture = new Fixture(temporary.resolve("two"))) {
      String words = fixture.topics.words().deadLetters();
      int letters = 20;
      for (int offset = 0; offset < letters; offset++) {
        bury(fixture.connection, letter(words, offset));
      }
      awaitWaiting(fixture, letters);
      ExecutorService both = Executors.newFixedThreadPool(2);
      try {
        List<Future<Long>> done =
            both.invokeAll(List.of(() -> takeAll(fixture), () -> takeAll(fixture)));
        for (Future<Long> one : done) {
          one.get();
        }
      } finally {
        both.shutdown();
      }
      while (takeAll(fixture) > 0) {
        // what is left, if one was fenced by the other in its midst
      }

      List<Long> back = new ArrayList<>();
      try (BroadcastReader reader =
          new BroadcastReader(
              fixture.connection, "test", List.of(fixture.topics.words()))) {
        reader.readToEnd(record -> back.add(record.offset()));
      }
      assertThat(back).hasSize(letters);
    }
  }

  /** Number taken back; who is fenced says so in words. */
  private static long takeAll(Fixture fixture) {
    try {
      return new Redrive(fixture.connection, fixture.topics)
          .apply(LetterState.REDRIVEN, LetterReader::all).stream()
              .filter(Redrive.Outcome::done)
              .count();
    } catch (EventDeliveryException e) {
      assertThat(e).hasMessageContaining("another process");
      return 0;
    }
  }

  /** A broker with the stream's topics. */
  private static final class Fixture implements AutoCloseable {
    private final Topics topics = new Topics(1);
    private final EmbeddedBroker broker;
    private final KafkaConnection connection;

    Fixture(Path folder) {
      broker = new EmbeddedBroker(folder, 0);
      connection = new KafkaConnection(broker.bootstrapServers(), Map.of());
      try (TopicAdmin admin = new TopicAdmin(connection)) {
        admin.create(topics, 1);
      }
    }

    @Override
    public void close() {
      broker.close();
    }
  }

  private static void awaitWaiting(Fixture fixture, long expected) {
    String words = fixture.topics.words().deadLetters();
    try (LetterReader reader = new LetterReader(fixture.connection, fixture.topics, "test")) {
      assertThat(counted(reader, words, expected)).containsExactly(Map.entry(words, expected));
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
