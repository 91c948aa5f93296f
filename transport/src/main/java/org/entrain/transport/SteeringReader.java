package org.entrain.transport;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.entrain.schemas.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a board by the topics of steering and checkpoints. When it is made the board has all that
 * they held. A record that cannot be read changes nothing; whoever stores it buries it. Not
 * thread-safe, other than its board.
 */
public final class SteeringReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SteeringReader.class);

  private final Topics topics;
  private final BroadcastReader reader;
  private final SteeringBoard board = new SteeringBoard();

  public SteeringReader(KafkaConnection connection, Topics topics, String clientId) {
    this.topics = topics;
    reader =
        new BroadcastReader(connection, clientId, List.of(topics.steering(), topics.checkpoints()));
    reader.readToEnd(this::take);
  }

  /** What is wanted, as far as it was read. */
  public SteeringBoard board() {
    return board;
  }

  /** Takes in what has arrived, without waiting. */
  public void poll() {
    reader.poll(Duration.ZERO, this::take);
  }

  /**
   * Takes in all that the topics hold now, and at least what stands before offsets.
   *
   * @throws EventDeliveryException if that takes longer than permitted
   */
  public void readToEnd(Map<TopicPartition, Long> least, Duration within) {
    reader.readToEnd(least, within, this::take);
  }

  @Override
  public void close() {
    reader.close();
  }

  private void take(ConsumerRecord<byte[], byte[]> message) {
    if (message.value() == null) {
      return;
    }
    try {
      if (message.topic().equals(topics.steering().name())) {
        board.accept(topics.steering().values().decode(message.value()));
      } else {
        board.accept(topics.checkpoints().values().decode(message.value()));
      }
    } catch (SerializationException e) {
      LOG.warn("{} at {} cannot be read: {}", message.topic(), message.offset(), e.getMessage());
    }
  }
}
