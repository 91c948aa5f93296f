package org.entrain.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.entrain.broker.EmbeddedBroker;
import org.entrain.common.InvalidInputException;
import org.entrain.schemas.Topics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersIT {

  private static final long GLANCE_NS = 20_000_000;

  @TempDir private static Path temporary;

  private static final Topics TOPICS = new Topics(1);
  private static EmbeddedBroker broker;
  private static KafkaConnection connection;

  @BeforeAll
  static void start() {
    broker = new EmbeddedBroker(temporary.resolve("broker"), 0);
    connection = new KafkaConnection(broker.bootstrapServers(), Map.of());
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.create(TOPICS, 1);
    }
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void records_buriedAgainAndInTransactions_areCountedOnce() {
    try (LetterReader letters = new LetterReader(connection, TOPICS, "test")) {
      String words = TOPICS.words().deadLetters();
      assertThat(letters.waiting()).doesNotContainKey(words);

      bury(letter(words, 7));
      assertThat(counted(letters, words, 1)).isEqualTo(1);

      bury(letter(words, 7));
      bury(letter(words, 8));
      assertThat(counted(letters, words, 2)).isEqualTo(2);

      Redrive redrive = new Redrive(connection, TOPICS);
      assertThat(redrive.letter(words, 0)).startsWith(TOPICS.words().name() + "-0@");
      assertThat(counted(letters, words, 1)).isEqualTo(1);
      assertThatThrownBy(() -> redrive.letter(words, 0)).hasMessageContaining("re-driven before");
      // The same record, buried a second time.
      assertThatThrownBy(() -> redrive.letter(words, 2)).hasMessageContaining("re-driven before");
      assertThatThrownBy(() -> redrive.letter(words, 99)).hasMessageContaining("none there");
    }
  }

  @Test
  void letter_dropped_neitherWaitsNorIsTakenBackLater() {
    String clock = TOPICS.clock().deadLetters();
    bury(letter(clock, 7));
    bury(new ProducerRecord<>(clock, new byte[] {2})); // of somebody else
    Redrive redrive = new Redrive(connection, TOPICS);
    try (LetterReader letters = new LetterReader(connection, TOPICS, "test")) {
      assertThat(counted(letters, clock, 2)).isEqualTo(2);

      List<Redrive.Outcome> taken = redrive.apply(LetterState.REDRIVEN, all(clock));
      assertThat(taken).extracting(Redrive.Outcome::done).containsExactly(true, false);
      assertThat(taken.get(1).fault()).isNotNull();

      List<Redrive.Outcome> dropped = redrive.apply(LetterState.DROPPED, all(clock));
      assertThat(dropped).extracting(Redrive.Outcome::done).containsExactly(false, true);
      for (LetterState state : List.of(LetterState.DROPPED, LetterState.REDRIVEN)) {
        assertThat(redrive.apply(state, all(clock))).noneMatch(Redrive.Outcome::done);
      }

      // A stage that starts again buries it again: it is the same letter.
      bury(letter(clock, 7));
      assertThat(counted(letters, clock, 0)).isZero();
      assertThat(all(clock).from(letters))
          .extracting(Letter::state)
          .containsExactly(LetterState.REDRIVEN, LetterState.DROPPED);
    }
  }

  @Test
  void keptEvents_whoseOffsetsNobodyKnows_areLettersEachAndComeBackOnce() {
    String activations = TOPICS.activations().deadLetters();
    for (int i = 0; i < 2; i++) {
      bury(
          new ProducerRecord<>(
              activations,
              null,
              null,
              new byte[] {1},
              new byte[] {2},
              DeadLetters.headers(
                  "features", TOPICS.activations().name(), 0, new IllegalStateException("no"))));
    }
    try (LetterReader letters = new LetterReader(connection, TOPICS, "test")) {
      assertThat(counted(letters, activations, 2)).isEqualTo(2);
      Redrive redrive = new Redrive(connection, TOPICS);

      assertThat(redrive.letter(activations, 0)).startsWith(TOPICS.activations().name() + "-0@");
      assertThatThrownBy(() -> redrive.letter(activations, 0))
          .hasMessageContaining("re-driven before");

      assertThat(redrive.apply(LetterState.REDRIVEN, all(activations)))
          .extracting(Redrive.Outcome::done)
          .containsExactly(false, true);
      assertThat(counted(letters, activations, 0)).isZero();
    }
    List<Integer> headers = new ArrayList<>();
    try (BroadcastReader reader =
        new BroadcastReader(connection, "test", List.of(TOPICS.activations()))) {
      reader.readToEnd(record -> headers.add(record.headers().toArray().length));
    }
    assertThat(headers).containsExactly(0, 0);
  }

  @Test
  void letters_takenBackByTwoAtTheSameMoment_comeBackOnce() throws Exception {
    String recordings = TOPICS.recordings().deadLetters();
    int letters = 20;
    for (int offset = 0; offset < letters; offset++) {
      bury(letter(recordings, offset));
    }
    try (LetterReader reader = new LetterReader(connection, TOPICS, "test")) {
      assertThat(counted(reader, recordings, letters)).isEqualTo(letters);
    }
    ExecutorService both = Executors.newFixedThreadPool(2);
    try {
      Callable<Long> take = () -> takeAll(recordings);
      for (Future<Long> one : both.invokeAll(List.of(take, take))) {
        one.get();
      }
    } finally {
      both.shutdown();
    }
    while (takeAll(recordings) > 0) {
      // what is left, if one was fenced by the other in its midst
    }

    List<Long> back = new ArrayList<>();
    try (BroadcastReader reader =
        new BroadcastReader(connection, "test", List.of(TOPICS.recordings()))) {
      reader.readToEnd(record -> back.add(record.offset()));
    }
    assertThat(back).hasSize(letters);
  }

  @Test
  void record_asLargeAsRecordsMayBe_isBuriedWithoutItsValueAndDropped() {
    String voxelMaps = TOPICS.voxelMaps().deadLetters();
    bury(TOPICS.voxelMaps().name(), new byte[Topics.MAX_RECORD_BYTES - 100], Map.of());
    Redrive redrive = new Redrive(connection, TOPICS);

    assertThat(redrive.apply(LetterState.REDRIVEN, all(voxelMaps)))
        .singleElement()
        .satisfies(
            outcome -> {
              assertThat(outcome.done()).isFalse();
              assertThat(outcome.fault()).contains("without its value");
            });
    assertThatThrownBy(() -> redrive.letter(voxelMaps, 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("without its value");
    assertThat(redrive.apply(LetterState.DROPPED, all(voxelMaps)))
        .extracting(Redrive.Outcome::done)
        .containsExactly(true);

    try (LetterReader letters = new LetterReader(connection, TOPICS, "test")) {
      assertThat(counted(letters, voxelMaps, 0)).isZero();
      ConsumerRecord<byte[], byte[]> letter = letters.record(voxelMaps, 0).orElseThrow();
      assertThat(letter.value()).isNull();
      assertThat(DeadLetters.header(letter, DeadLetters.LEFT_OUT))
          .isEqualTo("value of 8388508 bytes");
    }
  }

  @Test
  void letter_asLargeAsLettersMayBe_isTakenByBrokersThoughCompressionAddsToIt() {
    String ceilings = TOPICS.noiseCeilings().deadLetters();
    byte[] value = new byte[LetterSize.MOST_BYTES - 1_000];
    new Random(1).nextBytes(value);
    bury(TOPICS.noiseCeilings().name(), value, Map.of("compression.type", "lz4"));

    try (LetterReader letters = new LetterReader(connection, TOPICS, "test")) {
      assertThat(all(ceilings).from(letters))
          .extracting(Letter::bytes)
          .containsExactly(value.length);
    }
    assertThat(new Redrive(connection, TOPICS).letter(ceilings, 0))
        .startsWith(TOPICS.noiseCeilings().name() + "-0@");
  }

  @Test
  void letter_besideTheTransactionOfAKilledStage_isTakenBackOnce() {
    String plans = TOPICS.plans().deadLetters();
    bury(letter(plans, 7));
    KafkaProducer<byte[], byte[]> killed = transactional("killed", Duration.ofSeconds(1));
    open(killed, letter(plans, 8));
    killed.close(Duration.ZERO); // without a word to the brokers

    Redrive redrive = new Redrive(connection, TOPICS);
    assertThat(redrive.apply(LetterState.REDRIVEN, all(plans)))
        .extracting(Redrive.Outcome::done)
        .containsExactly(true);
    assertThat(redrive.apply(LetterState.REDRIVEN, all(plans)))
        .extracting(Redrive.Outcome::done)
        .containsExactly(false);

    try (LetterReader letters = new LetterReader(connection, TOPICS, "test")) {
      assertThat(counted(letters, plans, 0)).isZero();
      assertThat(all(plans).from(letters))
          .extracting(Letter::state)
          .containsExactly(LetterState.REDRIVEN);
    }
    List<Long> back = new ArrayList<>();
    try (BroadcastReader reader =
        new BroadcastReader(connection, "test", List.of(TOPICS.plans()))) {
      reader.readToEnd(record -> back.add(record.offset()));
    }
    assertThat(back).hasSize(1);
  }

  @Test
  void transaction_thatStaysOpen_isAwaitedNoLongerThanPermitted() {
    String scores = TOPICS.scores().deadLetters();
    bury(letter(scores, 7));
    Redrive redrive = new Redrive(connection, TOPICS, Duration.ofMillis(500));
    try (KafkaProducer<byte[], byte[]> open = transactional("open", Duration.ofMinutes(5))) {
      open(open, letter(scores, 8));

      assertThatThrownBy(() -> redrive.apply(LetterState.REDRIVEN, all(scores)))
          .isInstanceOf(EventDeliveryException.class)
          .hasMessageContaining("a transaction is open in " + scores)
          .hasMessageContaining("again in a minute");

      open.abortTransaction();
    }
    assertThat(new Redrive(connection, TOPICS).apply(LetterState.REDRIVEN, all(scores)))
        .extracting(Redrive.Outcome::done)
        .containsExactly(true);
  }

  /** Number taken back; who is fenced says so in words. */
  private static long takeAll(String deadLetters) {
    try {
      return new Redrive(connection, TOPICS)
          .apply(LetterState.REDRIVEN, all(deadLetters)).stream()
              .filter(Redrive.Outcome::done)
              .count();
    } catch (EventDeliveryException e) {
      assertThat(e).hasMessageContaining("another process");
      return 0;
    }
  }

  private static Redrive.Choice all(String deadLetters) {
    return letters ->
        letters.all().stream().filter(letter -> letter.topic().equals(deadLetters)).toList();
  }

  /** A transaction's end reaches readers a moment after its commit. */
  private static long counted(LetterReader letters, String topic, long expected) {
    Instant deadline = Instant.now().plusSeconds(20);
    long count = letters.waiting().getOrDefault(topic, 0L);
    while (count != expected && Instant.now().isBefore(deadline)) {
      LockSupport.parkNanos(GLANCE_NS);
      count = letters.waiting().getOrDefault(topic, 0L);
    }
    return count;
  }

  private static ProducerRecord<byte[], byte[]> letter(String deadLetters, long offset) {
    ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(deadLetters, new byte[] {1});
    letter.headers().add(DeadLetters.TOPIC, utf8("words"));
    letter.headers().add(DeadLetters.PARTITION, utf8("0"));
    letter.headers().add(DeadLetters.OFFSET, utf8(Long.toString(offset)));
    return letter;
  }

  /** In a transaction, whose end takes an offset of its own. */
  private static void bury(ProducerRecord<byte[], byte[]> letter) {
    try (KafkaProducer<byte[], byte[]> producer = transactional("test", Duration.ofMinutes(1))) {
      open(producer, letter);
      producer.commitTransaction();
    }
  }

  /** As a worker does. */
  private static void bury(String topic, byte[] value, Map<String, String> overrides) {
    KafkaConnection worker = new KafkaConnection(broker.bootstrapServers(), overrides);
    try (DeadLetters letters = new DeadLetters(worker, "test")) {
      letters.bury(
          new ConsumerRecord<>(topic, 0, 7, new byte[] {1}, value),
          new IllegalArgumentException("no event"));
    }
  }

  private static KafkaProducer<byte[], byte[]> transactional(String id, Duration timeout) {
    Map<String, Object> settings = new HashMap<>(connection.producer(id));
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) timeout.toMillis());
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Begins a transaction and returns when a letter stands in the topic, not committed. */
  private static void open(
      KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> letter) {
    producer.initTransactions();
    producer.beginTransaction();
    producer.send(letter);
    producer.flush();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
