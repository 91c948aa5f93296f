package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.entrain.app.Refusal;
import org.entrain.app.steering.Action;
import org.entrain.app.steering.SteeringRequest;
import org.entrain.broker.EmbeddedBroker;
import org.entrain.producers.checkpoints.Announcements;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.SourceKind;
import org.entrain.schemas.avro.WantedState;
import org.entrain.transport.EventProducer;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.SteeringReader;
import org.entrain.transport.TopicAdmin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steering by what was published to brokers elsewhere. */
class OutsideSteeringIT {

  @TempDir private Path folder;

  @Test
  void names_publishedToABroker_areSteeredThere() {
    Topics topics = new Topics(1);
    try (EmbeddedBroker broker = new EmbeddedBroker(folder, 0)) {
      KafkaConnection connection = new KafkaConnection(broker.bootstrapServers(), Map.of());
      try (TopicAdmin admin = new TopicAdmin(connection)) {
        admin.create(topics, (short) 1);
      }
      try (EventProducer producer = new EventProducer(connection, "test")) {
        producer.send(topics.checkpoints(), "rate", Announcements.wordRate());
        for (long step : new long[] {1, 20}) {
          producer.send(topics.checkpoints(), "m@" + step, checkpoint(step));
        }
        new PublishedLedger(connection, topics).done(producer, "recording F", "hash", 1);
      }

      String paused = steer(connection, topics, Action.PAUSE, List.of("m"), List.of("F"));
      assertThat(paused).contains("m@1 is paused", "m@20 is paused", "participant F is paused");
      assertThat(steer(connection, topics, Action.PAUSE, List.of("m@1"), List.of()))
          .contains("m@1 is paused already");
      steer(connection, topics, Action.REMOVE, List.of("m@20"), List.of());
      steer(connection, topics, Action.RESUME, List.of("m@1"), List.of("F"));
      assertThat(wanted(connection, topics))
          .isEqualTo(
              Map.of(
                  "checkpoint/m@1", WantedState.ACTIVE,
                  "checkpoint/m@20", WantedState.REMOVED,
                  "participant/F", WantedState.ACTIVE));
      assertThat(steer(connection, topics, Action.RESUME, List.of("m@20"), List.of()))
          .contains("m@20 is active again");
      assertThatThrownBy(
              () -> steer(connection, topics, Action.CANCEL, List.of("m@2"), List.of("G")))
          .isInstanceOf(Refusal.class)
          .hasMessageContainingAll("The nearest of 2: m@1, m@20", "The nearest of 1: F");
    }
  }

  private static String steer(
      KafkaConnection connection,
      Topics topics,
      Action action,
      List<String> checkpoints,
      List<String> participants) {
    return OutsideSteering.steer(
        connection, topics, new SteeringRequest(action, checkpoints, participants));
  }

  private static Map<String, WantedState> wanted(KafkaConnection connection, Topics topics) {
    try (SteeringReader reader = new SteeringReader(connection, topics, "test")) {
      return reader.board().all().entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().getState()));
    }
  }

  private static Checkpoint checkpoint(long step) {
    return Checkpoint.newBuilder(Announcements.wordRate())
        .setModel("m")
        .setStep(step)
        .setKind(SourceKind.WEIGHTS)
        .setIdentity("i" + step)
        .build();
  }
}
