package org.entrain.app.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.entrain.app.state.StoredState;
import org.entrain.app.steering.Change;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.Steering;
import org.entrain.schemas.avro.SteeringTarget;
import org.entrain.schemas.avro.WantedState;
import org.entrain.transport.EventProducer;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.SteeringBoard;
import org.entrain.transport.SteeringReader;

/**
 * Tells the stream what is wanted of checkpoints and participants, and knows what it was told, by
 * others too. Not thread-safe, other than its board.
 */
final class SteeringDesk implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Topics topics;
  private final SteeringReader reader;
  private final EventProducer producer;
  private final LongSupplier millis;

  /**
   * @param millis clock, milliseconds since 1970
   */
  SteeringDesk(KafkaConnection connection, Topics topics, LongSupplier millis) {
    this.topics = topics;
    this.millis = millis;
    reader = new SteeringReader(connection, topics, "entrain-steering");
    producer = new EventProducer(connection, "entrain-steering");
  }

  /** What is wanted. */
  SteeringBoard board() {
    return reader.board();
  }

  /** Takes notice of what others have said. */
  void poll() {
    reader.poll();
  }

  /**
   * Tells changes; returns when they are safe and read back, so that the board holds the order of
   * the log, whoever else tells something. What the log wants already is not told again.
   *
   * @throws org.entrain.transport.EventDeliveryException if they cannot be told, or not be read
   *     back in time; they may be told then
   */
  void tell(List<Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    reader.readToEnd(Map.of(), PATIENCE);
    Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
    boolean told = false;
    for (Change change : changes) {
      if (board().wanted(change.target(), change.name()) != change.state()) {
        Steering steering =
            board().next(change.target(), change.name(), change.state(), millis.getAsLong());
        producer.send(
            topics.steering(),
            SteeringBoard.key(steering),
            steering,
            place ->
                ends.merge(
                    new TopicPartition(place.topic(), place.partition()),
                    place.offset() + 1,
                    Math::max));
        told = true;
      }
    }
    if (told) {
      producer.flush();
      reader.readToEnd(ends, PATIENCE);
    }
  }

  /** Tells what a state wants, where the stream was told otherwise or nothing. */
  void tell(StoredState state) {
    tell(
        state.steering().entrySet().stream()
            .map(entry -> change(entry.getKey(), entry.getValue()))
            .toList());
  }

  private static Change change(String key, String wanted) {
    int slash = key.indexOf('/');
    SteeringTarget target =
        SteeringTarget.valueOf(key.substring(0, slash).toUpperCase(Locale.ROOT));
    return new Change(target, key.substring(slash + 1), WantedState.valueOf(wanted));
  }

  /** Tells that what was removed, and is worked on again, is wanted again. */
  void readmit(List<Checkpoint> checkpoints, List<String> participants) {
    List<Change> changes = new ArrayList<>();
    checkpoints.forEach(c -> readmit(SteeringTarget.CHECKPOINT, Completion.name(c), changes));
    participants.forEach(name -> readmit(SteeringTarget.PARTICIPANT, name, changes));
    tell(changes);
  }

  private void readmit(SteeringTarget target, String name, List<Change> changes) {
    if (board().wanted(target, name) == WantedState.REMOVED) {
      changes.add(new Change(target, name, WantedState.ACTIVE));
    }
  }

  @Override
  public void close() {
    producer.close();
    reader.close();
  }
}
