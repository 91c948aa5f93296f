package org.entrain.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkMetersTest {

  private static final double ROUNDING = 1e-9;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private long now = 1_000_000_000_000L;
  private final WorkMeters work = new WorkMeters(registry, "encoding", () -> now);

  /** Two pieces overlap from 3 s to 5 s; another one goes on. */
  @Test
  void busyTime_isTheSumOfAllPieces_alsoOfThoseUnderWay() {
    work.begun();
    pass(3);
    work.begun();
    pass(2);
    assertThat(busy()).isCloseTo(5 + 2, within(ROUNDING));
    work.ended();
    pass(10);
    work.ended();
    assertThat(busy()).isCloseTo(5 + 2 + 10, within(ROUNDING));
    pass(100);
    assertThat(busy()).isCloseTo(17, within(ROUNDING));
    work.begun();
    pass(1);
    assertThat(busy()).isCloseTo(18, within(ROUNDING));
    assertThat(registry.get("entrain.work.running").gauge().value()).isEqualTo(1);
  }

  @Test
  void outcomes_areCountedApart_andTimeIsThatOfWhatIsDone() {
    work.done(2.5);
    work.done(0.5);
    work.failed();
    work.returned();
    work.lockLost();
    work.operations(7);
    work.operations(5);
    assertThat(outcome("done")).isEqualTo(2);
    assertThat(outcome("failed")).isEqualTo(1);
    assertThat(outcome("returned")).isEqualTo(1);
    Timer duration = registry.get("entrain.work.duration").timer();
    assertThat(duration.count()).isEqualTo(2);
    assertThat(duration.totalTime(TimeUnit.SECONDS)).isCloseTo(3, within(ROUNDING));
    assertThat(registry.get("entrain.locks.lost").counter().count()).isEqualTo(1);
    assertThat(registry.get("entrain.floating.point.operations").counter().count()).isEqualTo(12);
  }

  private void pass(long seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
  }

  private double busy() {
    return registry.get("entrain.work.busy.seconds").functionCounter().count();
  }

  private double outcome(String outcome) {
    return registry
        .get("entrain.work")
        .tag("stage", "encoding")
        .tag("outcome", outcome)
        .counter()
        .count();
  }
}
