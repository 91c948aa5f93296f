package org.entrain.monitoring;

import org.entrain.transport.Stage;
import org.entrain.transport.StageHealth;
import org.entrain.transport.StageHealth.Phase;
import org.jspecify.annotations.Nullable;

/** A stage that is as a test says. */
final class FakeStage implements Stage {

  private StageHealth health = StageHealth.of(Phase.NEW);

  void is(Phase phase, double loopSeconds) {
    health = new StageHealth(phase, loopSeconds);
  }

  @Override
  public String name() {
    return "encoding-w1";
  }

  @Override
  public void start() {}

  @Override
  public @Nullable Throwable failure() {
    return null;
  }

  @Override
  public StageHealth health() {
    return health;
  }

  @Override
  public void close() {}
}
