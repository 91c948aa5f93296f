package org.entrain.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.entrain.transport.StageHealth.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StageThreadTest {

  @Test
  void health_followsTheLoopFromItsStartToItsEnd() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch looped = new CountDownLatch(1);
    StageThread stage =
        new StageThread(
            "stage",
            signal -> {
              begun.countDown();
              go.await();
              while (!signal.stopped()) {
                looped.countDown();
                Thread.onSpinWait();
              }
            });
    assertThat(stage.health().phase()).isEqualTo(Phase.NEW);
    stage.start();
    begun.await();
    assertThat(stage.health().phase()).isEqualTo(Phase.STARTING);
    assertThat(stage.health().loopSeconds()).isNaN();
    go.countDown();
    looped.await();
    assertThat(stage.health().phase()).isEqualTo(Phase.RUNNING);
    assertThat(stage.health().loopSeconds()).isBetween(0.0, 60.0);
    stage.close();
    assertThat(stage.health().phase()).isEqualTo(Phase.STOPPED);
  }

  @Test
  void health_ofALoopThatFails_isFailed() throws InterruptedException {
    CountDownLatch failing = new CountDownLatch(1);
    StageThread stage =
        new StageThread(
            "stage",
            signal -> {
              failing.countDown();
              throw new IllegalStateException("as the test says");
            });
    stage.start();
    failing.await();
    while (stage.health().phase() != Phase.FAILED) {
      Thread.onSpinWait();
    }
    assertThat(stage.failure()).hasMessage("as the test says");
  }
}
