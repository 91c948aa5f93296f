package org.entrain.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.entrain.dashboard.TopicView.LetterView;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.entrain.transport.DeadLetters;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.Redrive;

/** Follows the dead letters of all topics; each is read once. Thread-safe. */
final class LetterDesk implements AutoCloseable {

  /** Letters that are kept; the oldest are forgotten first. */
  private static final int MOST = 10_000;

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Map<String, Topic<?>> topics = new HashMap<>();
  private final List<TopicPartition> partitions;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, LetterView> letters = new LinkedHashMap<>();

  LetterDesk(KafkaConnection connection, Topics topics) {
    topics.all().forEach(topic -> this.topics.put(topic.deadLetters(), topic));
    partitions = topics.all().stream().map(t -> new TopicPartition(t.deadLetters(), 0)).toList();
    consumer =
        new KafkaConsumer<>(
            connection.consumer("entrain-letters"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /**
   * All of them, oldest first, each once by where it stood; those that were taken back are marked.
   *
   * @throws KafkaException if the brokers do not answer in time
   */
  synchronized List<LetterView> all() {
    Instant deadline = Instant.now().plus(PATIENCE);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey(), PATIENCE) < end.getValue())) {
      if (Instant.now().isAfter(deadline)) {
        throw new KafkaException("dead letters are not read to the end within " + PATIENCE);
      }
      consumer.poll(POLL).forEach(this::take);
    }
    return List.copyOf(letters.values());
  }

  @Override
  public synchronized void close() {
    consumer.close();
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    String origin = DeadLetters.origin(record);
    if (Redrive.isMark(record)) {
      letters.computeIfPresent(origin, (at, letter) -> letter.taken());
    } else {
      letters.putIfAbsent(origin, letter(origin, record));
    }
    if (letters.size() > MOST) {
      Iterator<String> oldest = letters.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  private LetterView letter(String origin, ConsumerRecord<byte[], byte[]> record) {
    Topic<?> topic = topics.get(record.topic());
    if (topic == null) {
      throw new IllegalStateException("a record of another topic: " + record.topic());
    }
    return new LetterView(
        record.topic(),
        record.offset(),
        DeadLetters.header(record, DeadLetters.STAGE),
        DeadLetters.header(record, DeadLetters.CAUSE),
        origin,
        false,
        TopicDesk.view(topic, record));
  }
}
