package org.entrain.encoding;

import java.util.List;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.NoiseCeiling;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.Removal;
import org.entrain.schemas.avro.Steering;
import org.entrain.schemas.avro.Volume;
import org.entrain.schemas.avro.VoxelMap;
import org.entrain.transport.BroadcastReader;
import org.entrain.transport.DeadLetters;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.SteeringBoard;

/**
 * What every encoding worker must see whole: recordings with their maps, noise ceilings, plans,
 * removals, the ledger, and what is wanted. Read from the beginning at every start; an unusable
 * record is then buried again, at its same origin.
 */
final class Broadcasts implements AutoCloseable {

  private final Topics topics;
  private final RecordingStore recordings;
  private final CeilingLedger ceilings;
  private final DueWork dueWork;
  private final Ledger ledger;
  private final SteeringBoard board;
  private final DeadLetters deadLetters;
  private final BroadcastReader reader;
  private boolean changed;

  Broadcasts(
      KafkaConnection connection,
      String clientId,
      Topics topics,
      RecordingStore recordings,
      CeilingLedger ceilings,
      DueWork dueWork,
      Ledger ledger,
      SteeringBoard board,
      DeadLetters deadLetters) {
    this.topics = topics;
    this.recordings = recordings;
    this.ceilings = ceilings;
    this.dueWork = dueWork;
    this.ledger = ledger;
    this.board = board;
    this.deadLetters = deadLetters;
    List<Topic<?>> read =
        List.of(
            topics.recordings(),
            topics.voxelMaps(),
            topics.noiseCeilings(),
            topics.plans(),
            topics.removals(),
            topics.checkpoints(),
            topics.steering(),
            topics.progress());
    reader = new BroadcastReader(connection, clientId, read);
  }

  /** Takes in everything there is now: work may start only with a full ledger. */
  void readToEnd() {
    reader.readToEnd(this::accept);
  }

  /** Takes in what has arrived, and returns whether there was anything or more is to come. */
  boolean poll() {
    return reader.poll(this::accept);
  }

  /** Whether anything that makes work due changed since this was last asked. */
  boolean changed() {
    boolean answer = changed;
    changed = false;
    return answer;
  }

  @Override
  public void close() {
    reader.close();
  }

  private void accept(ConsumerRecord<byte[], byte[]> message) {
    if (message.topic().equals(topics.recordings().name())) {
      take(topics.recordings(), message, (Volume volume) -> recordings.accept(volume));
    } else if (message.topic().equals(topics.voxelMaps().name())) {
      take(topics.voxelMaps(), message, (VoxelMap map) -> recordings.accept(map));
    } else if (message.topic().equals(topics.noiseCeilings().name())) {
      take(topics.noiseCeilings(), message, (NoiseCeiling block) -> ceilings.accept(block));
    } else if (message.topic().equals(topics.plans().name())) {
      take(
          topics.plans(),
          message,
          (Plan plan) -> {
            dueWork.accept(plan);
            return true;
          });
    } else if (message.topic().equals(topics.removals().name())) {
      take(topics.removals(), message, (Removal removal) -> dueWork.accept(removal));
    } else if (message.topic().equals(topics.checkpoints().name())) {
      // A removed key says nothing that matters here.
      if (message.value() != null) {
        take(topics.checkpoints(), message, (Checkpoint checkpoint) -> board.accept(checkpoint));
      }
    } else if (message.topic().equals(topics.steering().name())) {
      take(topics.steering(), message, (Steering steering) -> board.accept(steering));
    } else {
      take(topics.progress(), message, (Progress progress) -> ledger.accept(progress));
    }
  }

  private <V extends SpecificRecord> void take(
      Topic<V> topic, ConsumerRecord<byte[], byte[]> message, Predicate<V> taker) {
    V event = deadLetters.decode(topic, message);
    if (event == null) {
      return;
    }
    try {
      changed |= taker.test(event);
    } catch (IllegalArgumentException e) {
      deadLetters.bury(message, e);
    }
  }
}
