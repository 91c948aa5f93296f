package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.entrain.app.steering.Change;
import org.entrain.broker.EmbeddedBroker;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Steering;
import org.entrain.schemas.avro.SteeringTarget;
import org.entrain.schemas.avro.WantedState;
import org.entrain.transport.BroadcastReader;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.TopicAdmin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SteeringDeskIT {

  private static final String NAME = "m@1";

  @TempDir private Path folder;
  private final Topics topics = new Topics(1);

  @Test
  void desk_decidesByTheLog_whateverItsBoardKnewBefore() {
    try (EmbeddedBroker broker = new EmbeddedBroker(folder, 0)) {
      KafkaConnection connection = new KafkaConnection(broker.bootstrapServers(), Map.of());
      try (TopicAdmin admin = new TopicAdmin(connection)) {
        admin.create(topics, (short) 1);
      }
      try (SteeringDesk one = new SteeringDesk(connection, topics, () -> 0);
          SteeringDesk other = new SteeringDesk(connection, topics, () -> 0)) {
        tell(one, WantedState.CANCELLED);
        tell(other, WantedState.CANCELLED);
        assertThat(told(connection)).hasSize(1);

        tell(one, WantedState.PAUSED);
        tell(other, WantedState.CANCELLED);
        tell(one, WantedState.ACTIVE);
        assertThat(told(connection))
            .extracting(Steering::getState)
            .containsExactly(
                WantedState.CANCELLED,
                WantedState.PAUSED,
                WantedState.CANCELLED,
                WantedState.ACTIVE);
        assertThat(told(connection)).allMatch(Steering::getCut);
        assertThat(one.board().wanted(SteeringTarget.CHECKPOINT, NAME))
            .isEqualTo(WantedState.ACTIVE);
      }
    }
  }

  private static void tell(SteeringDesk desk, WantedState state) {
    desk.tell(List.of(new Change(SteeringTarget.CHECKPOINT, NAME, state)));
  }

  private List<Steering> told(KafkaConnection connection) {
    List<Steering> told = new ArrayList<>();
    try (BroadcastReader reader =
        new BroadcastReader(connection, "test", List.of(topics.steering()))) {
      reader.readToEnd(message -> told.add(topics.steering().values().decode(message.value())));
    }
    return told;
  }
}
