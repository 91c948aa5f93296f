package org.entrain.monitoring;

import java.util.Locale;
import java.util.Optional;
import org.entrain.transport.Stage;
import org.entrain.transport.StageHealth;
import org.entrain.transport.StageHealth.Phase;

/**
 * Whether a stage is alive and ready.
 *
 * <p>Alive is what a restart would not better: its loop comes round. Brokers that are away stop no
 * loop, so they make nobody restart; they make the stage not ready. A loop may wait for brokers as
 * long as the longest time-out of a client, two minutes, so five are given. A loop that has not
 * come round for the first time reads what it needs, which may be large: it is alive and not ready.
 */
final class StageState {

  /** A loop that takes longer hangs, s. */
  static final double LONGEST_LOOP = 300;

  /** A stage that was not heard of for longer takes no part, s. */
  static final double LONGEST_SILENCE = 30;

  private final String name;
  private final Stage stage;
  private final boolean grouped;
  private final ClientMeters clients;

  /**
   * @param name which stage it is
   * @param grouped whether it is a member of a group
   */
  StageState(String name, Stage stage, boolean grouped, ClientMeters clients) {
    this.name = name;
    this.stage = stage;
    this.grouped = grouped;
    this.clients = clients;
  }

  String name() {
    return name;
  }

  /** What the stage does, in a word. */
  String phase() {
    return stage.health().phase().name().toLowerCase(Locale.ROOT);
  }

  /** Why it is not alive; empty if it is. */
  Optional<String> dead() {
    StageHealth health = stage.health();
    if (health.phase() == Phase.FAILED) {
      return Optional.of(name + " has failed");
    }
    double age = loopAge(health);
    return age > LONGEST_LOOP
        ? Optional.of("%s has not come round for %.0f s".formatted(name, age))
        : Optional.empty();
  }

  /** Why it takes no part in the stream; empty if it does. */
  Optional<String> unready() {
    StageHealth health = stage.health();
    if (health.phase() != Phase.RUNNING) {
      return Optional.of(name + " is " + phase());
    }
    double age = loopAge(health);
    if (age > LONGEST_SILENCE) {
      return Optional.of("%s has not come round for %.0f s".formatted(name, age));
    }
    if (!(clients.value(ClientMeasure.CONNECTIONS) > 0)) {
      return Optional.of(name + " is connected to no broker");
    }
    double heartbeat = clients.value(ClientMeasure.HEARTBEAT_AGE);
    if (grouped && Double.isNaN(heartbeat)) {
      return Optional.of(name + " has not joined its group");
    }
    return grouped && heartbeat > LONGEST_SILENCE
        ? Optional.of("%s has lost its group for %.0f s".formatted(name, heartbeat))
        : Optional.empty();
  }

  double up() {
    return stage.health().phase() == Phase.NEW || dead().isPresent() || ended() ? 0 : 1;
  }

  double ready() {
    return unready().isPresent() ? 0 : 1;
  }

  double loopAge() {
    return loopAge(stage.health());
  }

  private boolean ended() {
    return stage.health().phase() == Phase.STOPPED;
  }

  /** Of our own loop, or of that in which Kafka Streams asks for records. */
  private double loopAge(StageHealth health) {
    return Double.isNaN(health.loopSeconds()) && health.phase() == Phase.RUNNING
        ? clients.value(ClientMeasure.POLL_AGE)
        : health.loopSeconds();
  }
}
