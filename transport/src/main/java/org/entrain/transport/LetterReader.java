package org.entrain.transport;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.entrain.common.InvalidInputException;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.jspecify.annotations.Nullable;

/**
 * Follows the dead letters of all topics; each record is read once, and its value is not kept.
 * Offsets do not count letters: ends of transactions take offsets too, and a stage that starts
 * again buries again what it reads again. So letters are told apart by where they first stood.
 * Thread-safe.
 *
 * <p>Accounting: letters = waiting + re-driven + dropped.
 */
public final class LetterReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int FETCH_WAIT_MS = 20;

  private final List<TopicPartition> partitions;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Consumer<ConsumerRecord<byte[], byte[]>> first;

  /** By topic and origin. */
  private final Map<String, Letter> letters = new LinkedHashMap<>();

  /**
   * @param clientId name of the client in the brokers' logs and metrics
   */
  public LetterReader(KafkaConnection connection, Topics topics, String clientId) {
    this(connection, topics, clientId, record -> {});
  }

  /**
   * @param first takes the record of each letter when it is read for the first time
   * @throws InvalidInputException if the brokers have none of the topics
   * @throws KafkaException if the brokers do not answer in time
   */
  public LetterReader(
      KafkaConnection connection,
      Topics topics,
      String clientId,
      Consumer<ConsumerRecord<byte[], byte[]>> first) {
    this.first = first;
    Map<String, Object> settings = connection.consumer(clientId);
    // A fetch under way at the end of a topic holds up the next one, which looks elsewhere.
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS);
    consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      partitions = present(topics);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  /** Topics of another version of the program may be fewer. */
  private List<TopicPartition> present(Topics topics) {
    Set<String> names = consumer.listTopics(PATIENCE).keySet();
    List<TopicPartition> present =
        topics.all().stream()
            .map(Topic::deadLetters)
            .filter(names::contains)
            .map(name -> new TopicPartition(name, 0))
            .toList();
    if (present.isEmpty()) {
      throw new InvalidInputException(
          "brokers",
          "dead letters",
          "topics of entrain",
          "none",
          "Name other brokers, or make the topics: ./entrain topics create.");
    }
    return present;
  }

  /** The partitions that letters stand in. */
  List<TopicPartition> partitions() {
    return partitions;
  }

  /**
   * All letters as of now, in the order in which they were read, each once.
   *
   * @throws KafkaException if the brokers do not answer in time
   */
  public synchronized List<Letter> all() {
    new CatchUp(consumer, PATIENCE, System::nanoTime).read(partitions, this::take);
    return List.copyOf(letters.values());
  }

  /**
   * Number of letters that wait, by topic; topics without any are left out.
   *
   * @throws KafkaException if the brokers do not answer in time
   */
  public Map<String, Long> waiting() {
    Map<String, Long> counts = new TreeMap<>();
    for (Letter letter : all()) {
      if (letter.state() == LetterState.WAITING) {
        counts.merge(letter.topic(), 1L, Long::sum);
      }
    }
    return counts;
  }

  /**
   * The record of a letter; empty if there is no record, or a mark.
   *
   * @throws KafkaException if the brokers do not answer in time
   */
  public synchronized Optional<ConsumerRecord<byte[], byte[]>> record(String topic, long offset) {
    TopicPartition partition = new TopicPartition(topic, 0);
    if (!partitions.contains(partition)) {
      return Optional.empty();
    }
    Map<TopicPartition, Long> positions = new HashMap<>();
    partitions.forEach(at -> positions.put(at, consumer.position(at, PATIENCE)));
    try {
      consumer.assign(List.of(partition));
      return find(partition, offset).filter(record -> DeadLetters.mark(record).isEmpty());
    } finally {
      consumer.assign(partitions);
      positions.forEach(consumer::seek);
    }
  }

  /**
   * The letter that an offset stands for: a record that was buried again stands for its first
   * letter. Empty if no letter stands there.
   *
   * @throws KafkaException if the brokers do not answer in time
   */
  public synchronized Optional<Letter> at(String topic, long offset) {
    all();
    return record(topic, offset).flatMap(record -> Optional.ofNullable(letters.get(name(record))));
  }

  private Optional<ConsumerRecord<byte[], byte[]>> find(TopicPartition partition, long offset) {
    @Nullable Long end = consumer.endOffsets(List.of(partition), PATIENCE).get(partition);
    if (end == null || offset < 0 || offset >= end) {
      return Optional.empty();
    }
    consumer.seek(partition, offset);
    Instant deadline = Instant.now().plus(PATIENCE);
    while (consumer.position(partition, PATIENCE) <= offset) {
      if (Instant.now().isAfter(deadline)) {
        throw new KafkaException("a dead letter is not read within " + PATIENCE);
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() == offset) {
          return Optional.of(record);
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public synchronized void close() {
    consumer.close();
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    Optional<LetterState> mark = DeadLetters.mark(record);
    String name = name(record);
    if (mark.isPresent()) {
      letters.computeIfPresent(name, (at, letter) -> letter.with(mark.get()));
    } else if (letters.putIfAbsent(name, Letter.of(record)) == null) {
      first.accept(record);
    }
  }

  private static String name(ConsumerRecord<byte[], byte[]> record) {
    return record.topic() + " " + DeadLetters.origin(record);
  }
}
