package org.entrain.app.run;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.entrain.schemas.Topics;
import org.entrain.transport.DeadLetters;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.Redrive;

/**
 * Records that could not be used, by dead-letter topic. Offsets do not count them: ends of
 * transactions take offsets too, and a stage that starts again buries again what it reads from the
 * beginning. So records are read, each once, and counted by where they first stood; those that were
 * taken back do not count. Thread-safe.
 */
final class DeadLetterCount implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final Map<String, Set<String>> origins = new HashMap<>();
  private final Set<String> redriven = new HashSet<>();

  DeadLetterCount(KafkaConnection connection, Topics topics) {
    partitions = topics.all().stream().map(t -> new TopicPartition(t.deadLetters(), 0)).toList();
    consumer =
        new KafkaConsumer<>(
            connection.consumer("entrain-dead-letters"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /**
   * Number of distinct records by topic, as of now; topics without any are left out.
   *
   * @throws WorkFailure if the broker does not say
   */
  synchronized Map<String, Long> counts() {
    try {
      readToEnd();
    } catch (KafkaException e) {
      throw new WorkFailure("the broker does not say how many dead letters there are: " + e, e);
    }
    Map<String, Long> counts = new TreeMap<>();
    origins.forEach(
        (topic, found) -> {
          long waiting = found.stream().filter(origin -> !redriven.contains(origin)).count();
          if (waiting > 0) {
            counts.put(topic, waiting);
          }
        });
    return counts;
  }

  @Override
  public synchronized void close() {
    consumer.close();
  }

  private void readToEnd() {
    Instant deadline = Instant.now().plus(PATIENCE);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey(), PATIENCE) < end.getValue())) {
      if (Instant.now().isAfter(deadline)) {
        throw new KafkaException("not read to the end within " + PATIENCE);
      }
      for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(POLL)) {
        String origin = DeadLetters.origin(letter);
        if (Redrive.isMark(letter)) {
          redriven.add(origin);
        }
        origins.computeIfAbsent(letter.topic(), topic -> new HashSet<>()).add(origin);
      }
    }
  }
}
