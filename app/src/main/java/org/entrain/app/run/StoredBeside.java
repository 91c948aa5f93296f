package org.entrain.app.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.entrain.transport.KafkaConnection;

/**
 * Whether the results database has taken in what no count of fits tells of: noise ceilings, and
 * what is wanted of checkpoints and participants. Ceilings are published before the fits that
 * follow them are begun, and wishes when they are made, so that what the topics hold when the last
 * fit is stored is all there is to wait for. Thread-safe.
 */
final class StoredBeside implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions = new ArrayList<>();
  private final Map<TopicPartition, Long> stored;

  /**
   * @param stored offset after the last record that the database holds, by partition
   */
  StoredBeside(KafkaConnection connection, Topics topics, Map<TopicPartition, Long> stored) {
    this.stored = new ConcurrentHashMap<>(stored);
    consumer =
        new KafkaConsumer<>(
            connection.consumer("entrain-stored"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    for (Topic<?> topic : List.of(topics.noiseCeilings(), topics.steering())) {
      int count = consumer.partitionsFor(topic.name()).size();
      IntStream.range(0, count).forEach(p -> partitions.add(new TopicPartition(topic.name(), p)));
    }
  }

  /** Takes notice of what a committed batch has read. */
  void committed(Map<TopicPartition, Long> nextOffsets) {
    stored.putAll(nextOffsets);
  }

  /**
   * Whether all that the topics hold now is stored.
   *
   * @throws WorkFailure if the broker does not say
   */
  synchronized boolean all() {
    try {
      return consumer.endOffsets(partitions, PATIENCE).entrySet().stream()
          .allMatch(end -> stored.getOrDefault(end.getKey(), 0L) >= end.getValue());
    } catch (KafkaException e) {
      throw new WorkFailure("the broker does not say where topics end: " + e, e);
    }
  }

  @Override
  public synchronized void close() {
    consumer.close();
  }
}
