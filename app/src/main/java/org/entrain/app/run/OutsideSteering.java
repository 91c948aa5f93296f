package org.entrain.app.run;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.entrain.app.steering.Decision;
import org.entrain.app.steering.SteeringRequest;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.SteeringTarget;
import org.entrain.schemas.avro.WantedState;
import org.entrain.transport.BroadcastReader;
import org.entrain.transport.KafkaConnection;

/** Pauses, resumes, cancels and removes on brokers elsewhere: by what was published there. */
public final class OutsideSteering {

  private final KafkaConnection connection;
  private final Topics topics;
  private final Set<String> checkpoints = new HashSet<>();
  private final Set<String> participants = new HashSet<>();

  private OutsideSteering(KafkaConnection connection, Topics topics) {
    this.connection = connection;
    this.topics = topics;
    try (BroadcastReader reader =
        new BroadcastReader(
            connection, "entrain-names", List.of(topics.checkpoints(), topics.progress()))) {
      reader.readToEnd(this::take);
    }
  }

  /**
   * Tells the stream what is wanted. What was removed is there still and may be resumed: its
   * results come back.
   *
   * @return what was done, for people
   * @throws org.entrain.app.Refusal if a name is unknown; nothing is told then
   */
  public static String steer(KafkaConnection connection, Topics topics, SteeringRequest request) {
    return new OutsideSteering(connection, topics).steer(request);
  }

  private String steer(SteeringRequest request) {
    try (SteeringDesk desk = new SteeringDesk(connection, topics, System::currentTimeMillis)) {
      Decision decision =
          Decision.of(
              request,
              wanted(desk, SteeringTarget.CHECKPOINT, checkpoints),
              wanted(desk, SteeringTarget.PARTICIPANT, participants));
      desk.tell(decision.changes());
      return decision.text();
    }
  }

  private static Map<String, WantedState> wanted(
      SteeringDesk desk, SteeringTarget target, Set<String> names) {
    return names.stream()
        .collect(Collectors.toMap(Function.identity(), name -> desk.board().wanted(target, name)));
  }

  private void take(ConsumerRecord<byte[], byte[]> message) {
    if (message.value() == null) {
      return;
    }
    try {
      if (message.topic().equals(topics.checkpoints().name())) {
        Checkpoint checkpoint = topics.checkpoints().values().decode(message.value());
        if (!Completion.baseline(checkpoint)) {
          checkpoints.add(Completion.name(checkpoint));
        }
      } else {
        Progress progress = topics.progress().values().decode(message.value());
        if (progress.getStage().equals(PublishedLedger.STAGE)
            && progress.getUnit().startsWith(Replay.RECORDING)) {
          participants.add(progress.getUnit().substring(Replay.RECORDING.length()));
        }
      }
    } catch (SerializationException e) {
      // The results worker buries it.
    }
  }
}
