package org.entrain.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.entrain.schemas.Topic;

/**
 * Reads topics from their beginning, all partitions, without a group: every reader sees every
 * record. Not thread-safe.
 */
public final class BroadcastReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration CATCH_UP = Duration.ofMillis(50);
  private static final int ATTEMPTS = 50;

  private final KafkaConsumer<byte[], byte[]> consumer;

  public BroadcastReader(KafkaConnection connection, String clientId, List<Topic<?>> topics) {
    consumer =
        new KafkaConsumer<>(
            connection.consumer(clientId),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    for (Topic<?> topic : topics) {
      for (int partition = 0; partition < partitionsOf(topic); partition++) {
        partitions.add(new TopicPartition(topic.name(), partition));
      }
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Hands over what has arrived, waiting at most {@code timeout} for the first record. */
  public void poll(Duration timeout, Consumer<ConsumerRecord<byte[], byte[]>> handler) {
    consumer.poll(timeout).forEach(handler);
  }

  /**
   * Hands over what has arrived, for a caller that does other things between two calls. It does not
   * wait, unless more is known to be on its way: what is large arrives only while somebody waits
   * for it.
   *
   * @return whether anything arrived, or more is known to come
   */
  public boolean poll(Consumer<ConsumerRecord<byte[], byte[]>> handler) {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(behind() ? CATCH_UP : Duration.ZERO);
    records.forEach(handler);
    return !records.isEmpty() || behind();
  }

  private boolean behind() {
    return consumer.assignment().stream()
        .anyMatch(partition -> consumer.currentLag(partition).orElse(0) > 0);
  }

  /** Hands over everything up to the ends of the topics as they are now. */
  public void readToEnd(Consumer<ConsumerRecord<byte[], byte[]>> handler) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (!reached(ends)) {
      poll(POLL, handler);
    }
  }

  /**
   * Hands over everything up to the ends of the topics as they are now, and at least up to offsets
   * that are known to exist: the readable end lies before them while a transaction is open.
   *
   * @param least exclusive offsets
   * @throws EventDeliveryException if that takes longer than permitted
   */
  public void readToEnd(
      Map<TopicPartition, Long> least,
      Duration within,
      Consumer<ConsumerRecord<byte[], byte[]>> handler) {
    long start = System.nanoTime();
    Map<TopicPartition, Long> ends;
    try {
      ends = new HashMap<>(consumer.endOffsets(consumer.assignment(), within));
    } catch (TimeoutException e) {
      throw new EventDeliveryException("the brokers do not answer: " + e.getMessage(), e);
    }
    least.forEach((partition, end) -> ends.merge(partition, end, Math::max));
    while (!reached(ends)) {
      if (System.nanoTime() - start > within.toNanos()) {
        throw new EventDeliveryException(
            "%s cannot be read within %d s: the brokers do not answer, or a transaction is open"
                .formatted(unreached(ends), within.toSeconds()));
      }
      poll(POLL, handler);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }

  /** A topic just made through one broker may be unknown to another for a moment. */
  private int partitionsOf(Topic<?> topic) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int partitions = consumer.partitionsFor(topic.name()).size();
      if (partitions > 0) {
        return partitions;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    consumer.close();
    throw new IllegalStateException("topic " + topic.name() + " does not exist");
  }

  private boolean reached(Map<TopicPartition, Long> ends) {
    return unreached(ends).isEmpty();
  }

  private List<TopicPartition> unreached(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .filter(end -> consumer.position(end.getKey()) < end.getValue())
        .map(Map.Entry::getKey)
        .toList();
  }
}
