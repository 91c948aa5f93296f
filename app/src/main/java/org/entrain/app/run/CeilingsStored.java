package org.entrain.app.run;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.entrain.schemas.Topics;
import org.entrain.transport.KafkaConnection;

/**
 * Whether the noise ceilings that the topic holds are in the results database. They are published
 * before the fits that follow them are begun, so that what the topic holds when the last fit is
 * stored is all there is to wait for. Thread-safe.
 */
final class CeilingsStored implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String topic;
  private final int partitions;
  private final Map<TopicPartition, Long> stored;

  /**
   * @param stored offset after the last record that the database holds, by partition
   */
  CeilingsStored(KafkaConnection connection, Topics topics, Map<TopicPartition, Long> stored) {
    this.stored = new ConcurrentHashMap<>(stored);
    topic = topics.noiseCeilings().name();
    consumer =
        new KafkaConsumer<>(
            connection.consumer("entrain-ceilings"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    partitions = consumer.partitionsFor(topic).size();
  }

  /** Takes notice of what a committed batch has read. */
  void committed(Map<TopicPartition, Long> nextOffsets) {
    stored.putAll(nextOffsets);
  }

  /**
   * Whether all that the topic holds now is stored.
   *
   * @throws WorkFailure if the broker does not say
   */
  synchronized boolean all() {
    try {
      return consumer
          .endOffsets(
              IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList(),
              PATIENCE)
          .entrySet()
          .stream()
          .allMatch(end -> stored.getOrDefault(end.getKey(), 0L) >= end.getValue());
    } catch (KafkaException e) {
      throw new WorkFailure("the broker does not say how many noise ceilings there are: " + e, e);
    }
  }

  @Override
  public synchronized void close() {
    consumer.close();
  }
}
