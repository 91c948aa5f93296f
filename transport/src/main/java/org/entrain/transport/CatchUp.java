package org.entrain.transport;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads partitions up to their ends. However much there is, it goes on as long as it comes nearer:
 * a standstill alone ends it.
 */
final class CatchUp {

  private static final Duration POLL = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;
  private final Duration patience;
  private final LongSupplier nanos;

  /**
   * @param patience how long a standstill may last, and an answer may take
   * @param nanos a clock that never goes back, ns
   */
  CatchUp(Consumer<byte[], byte[]> consumer, Duration patience, LongSupplier nanos) {
    this.consumer = consumer;
    this.patience = patience;
    this.nanos = nanos;
  }

  /**
   * Hands over everything up to the ends of partitions as they are now.
   *
   * @param partitions some that the consumer is assigned
   * @throws KafkaException if the brokers do not answer in time
   */
  void read(
      Collection<TopicPartition> partitions,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> handler) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, patience);
    long left = left(ends);
    long moved = nanos.getAsLong();
    while (left > 0) {
      consumer.poll(POLL).forEach(handler);
      long before = left;
      left = left(ends);
      if (left < before) {
        moved = nanos.getAsLong();
      } else if (nanos.getAsLong() - moved > patience.toNanos()) {
        throw new KafkaException(
            "nothing came for %d s, and %d offsets are not read yet"
                .formatted(patience.toSeconds(), left));
      }
    }
  }

  /** Positions pass the ends of transactions too, for which there is no record to hand over. */
  private long left(Map<TopicPartition, Long> ends) {
    long left = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      left += Math.max(0, end.getValue() - consumer.position(end.getKey(), patience));
    }
    return left;
  }
}
