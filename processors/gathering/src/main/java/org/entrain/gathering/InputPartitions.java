package org.entrain.gathering;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This worker's partitions of the input topic: reads them, pauses them, goes back in them, and
 * commits how far nothing is needed any more. For the consumer's thread.
 */
final class InputPartitions implements ConsumerRebalanceListener {

  /** What becomes of work when partitions come and go. */
  interface Owner {
    /** Partitions are this worker's from now on. */
    void gained();

    /** Partitions are another worker's from now on. */
    void lost(Collection<Integer> partitions);

    /** Lowest offset that is still needed of a partition read up to {@code position}. */
    long pin(int partition, long position);
  }

  private static final Logger LOG = LoggerFactory.getLogger(InputPartitions.class);
  private static final Duration COMMIT_PATIENCE = Duration.ofSeconds(10);
  private static final long COMMIT_INTERVAL_NS = 1_000_000_000L;

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final Owner owner;
  private final Map<Integer, Long> positions = new HashMap<>();
  private final Map<Integer, Long> committed = new HashMap<>();
  private boolean paused;
  private long lastCommit = System.nanoTime();

  InputPartitions(Consumer<byte[], byte[]> consumer, String topic, Owner owner) {
    this.consumer = consumer;
    this.topic = topic;
    this.owner = owner;
  }

  void subscribe() {
    consumer.subscribe(List.of(topic), this);
  }

  /** Reads what has arrived; positions move behind it. */
  List<ConsumerRecord<byte[], byte[]>> poll(Duration timeout) {
    List<ConsumerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> message : consumer.poll(timeout)) {
      messages.add(message);
      positions.put(message.partition(), message.offset() + 1);
    }
    return messages;
  }

  Set<Integer> owned() {
    return consumer.assignment().stream()
        .map(TopicPartition::partition)
        .collect(Collectors.toSet());
  }

  /** Reads nothing more while a fit runs, yet stays a member of the group. */
  void pause() {
    paused = true;
    consumer.pause(consumer.assignment());
  }

  void resume() {
    if (paused) {
      paused = false;
      consumer.resume(consumer.assignment());
    }
  }

  /** Goes back to an offset, unless the partition has not been read that far yet. */
  void rewind(int partition, long offset) {
    TopicPartition place = new TopicPartition(topic, partition);
    if (consumer.position(place) > offset) {
      LOG.info("reading {} again from offset {}", place, offset);
      consumer.seek(place, offset);
      positions.put(partition, offset);
    }
  }

  /** Commits once a second at most. */
  void commitSometimes() {
    if (System.nanoTime() - lastCommit > COMMIT_INTERVAL_NS) {
      commit();
    }
  }

  /** Commits what changed. */
  void commit() {
    lastCommit = System.nanoTime();
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    positions.forEach(
        (partition, position) -> {
          long needed = owner.pin(partition, position);
          if (!Long.valueOf(needed).equals(committed.get(partition))) {
            offsets.put(new TopicPartition(topic, partition), new OffsetAndMetadata(needed));
          }
        });
    if (offsets.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(offsets, COMMIT_PATIENCE);
      offsets.forEach((place, offset) -> committed.put(place.partition(), offset.offset()));
    } catch (RebalanceInProgressException | CommitFailedException | TimeoutException e) {
      // Rows are read again from the last commit: known ones are ignored. Brokers may come back.
      LOG.info("offsets are not committed: {}", e.getMessage());
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    if (paused) {
      consumer.pause(partitions);
    }
    owner.gained();
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    commit();
    onPartitionsLost(partitions);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    List<Integer> numbers = partitions.stream().map(TopicPartition::partition).toList();
    positions.keySet().removeAll(numbers);
    committed.keySet().removeAll(numbers);
    owner.lost(numbers);
  }
}
