package org.entrain.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.Set;
import org.entrain.monitoring.Client.Measure;
import org.entrain.transport.StageHealth.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StageStateTest {

  private final Client client = new Client();
  private final ClientMeters meters =
      new ClientMeters(new SimpleMeterRegistry(), "encoding", Set.of());
  private final FakeStage stage = new FakeStage();
  private final StageState state = new StageState("encoding", stage, true, meters);
  private final Measure connections =
      client.measure("consumer-metrics", "connection-count", Map.of(), 2);
  private final Measure heartbeat =
      client.measure("consumer-coordinator-metrics", "last-heartbeat-seconds-ago", Map.of(), 1);

  @BeforeEach
  void run() {
    meters.measured(connections.metric());
    meters.measured(heartbeat.metric());
    stage.is(Phase.RUNNING, 0.2);
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void stage_atWorkInItsGroup_isAliveAndReady() {
    assertThat(state.dead()).isEmpty();
    assertThat(state.unready()).isEmpty();
    assertThat(state.up()).isEqualTo(1);
    assertThat(state.ready()).isEqualTo(1);
  }

  /** To restart it would bring no broker back. */
  @Test
  void stage_whoseBrokersAreAway_isAliveAndNotReady() {
    connections.value().set(0.0);
    assertThat(state.dead()).isEmpty();
    assertThat(state.unready()).hasValue("encoding is connected to no broker");

    connections.value().set(1.0);
    heartbeat.value().set(41.0);
    assertThat(state.dead()).isEmpty();
    assertThat(state.unready()).hasValue("encoding has lost its group for 41 s");
  }

  /** A client may wait two minutes for an answer. */
  @Test
  void stage_thatWaitsForAnAnswer_isAliveAndNotReady() {
    stage.is(Phase.RUNNING, 121);
    assertThat(state.dead()).isEmpty();
    assertThat(state.unready()).hasValue("encoding has not come round for 121 s");
  }

  @Test
  void stage_thatHangsOrHasFailed_isDead() {
    stage.is(Phase.RUNNING, 301);
    assertThat(state.dead()).hasValue("encoding has not come round for 301 s");
    stage.is(Phase.FAILED, Double.NaN);
    assertThat(state.dead()).hasValue("encoding has failed");
    assertThat(state.up()).isZero();
  }

  @Test
  void stage_thatBegins_isAliveAndNotReady() {
    stage.is(Phase.STARTING, Double.NaN);
    assertThat(state.dead()).isEmpty();
    assertThat(state.up()).isEqualTo(1);
    assertThat(state.unready()).hasValue("encoding is starting");
    stage.is(Phase.RUNNING, 0);
    heartbeat.value().set(-1.0);
    assertThat(state.unready()).hasValue("encoding has not joined its group");
  }

  /** The loop of Kafka Streams is known by its consumer. */
  @Test
  void stage_withoutALoopOfOurs_hasThatOfItsConsumer() {
    meters.measured(
        client.measure("consumer-metrics", "last-poll-seconds-ago", Map.of(), 400).metric());
    stage.is(Phase.RUNNING, Double.NaN);
    assertThat(state.dead()).hasValue("encoding has not come round for 400 s");
  }

  @Test
  void stage_withoutAGroup_needsNoHeartbeat() {
    heartbeat.value().set(-1.0);
    assertThat(new StageState("results", stage, false, meters).unready()).isEmpty();
  }
}
