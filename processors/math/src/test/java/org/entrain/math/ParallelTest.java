package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ParallelTest {

  @Test
  void run_severalThreads_doesEachTaskOnce() {
    AtomicIntegerArray runs = new AtomicIntegerArray(1000);
    Parallel.run(3, 1000, runs::incrementAndGet);
    for (int i = 0; i < 1000; i++) {
      assertThat(runs.get(i)).isEqualTo(1);
    }
  }

  @Test
  void run_failure_stopsAndIsThrown() {
    AtomicInteger done = new AtomicInteger();
    assertThatThrownBy(
            () ->
                Parallel.run(
                    2,
                    1_000_000,
                    i -> {
                      if (i == 10) {
                        throw new IllegalStateException("task 10");
                      }
                      done.incrementAndGet();
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("task 10");
    assertThat(done.get()).isLessThan(1_000_000);
  }

  @Test
  void run_nothing_returns() {
    Parallel.run(2, 0, i -> assertThat(i).isNegative());
  }
}
