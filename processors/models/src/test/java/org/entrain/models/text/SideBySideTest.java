package org.entrain.models.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SideBySideTest {

  private final ExecutorService executor = Executors.newFixedThreadPool(2);
  private final AtomicInteger running = new AtomicInteger();

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void pieces_allRunOnce() {
    List<Integer> done = new CopyOnWriteArrayList<>();

    new SideBySide(2, executor).run(50, (index, cancelled) -> done.add(index));

    assertThat(done).hasSize(50).doesNotHaveDuplicates();
  }

  @Test
  void interrupt_duringPieces_returnsOnlyWhenTheyHaveEnded() {
    AtomicInteger begun = new AtomicInteger();
    Thread.currentThread().interrupt();

    assertThatThrownBy(
            () ->
                new SideBySide(2, executor)
                    .run(
                        50,
                        (index, cancelled) -> {
                          begun.incrementAndGet();
                          runUntil(cancelled);
                        }))
        .isInstanceOf(CancellationException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(running).hasValue(0);
    assertThat(begun.get()).isBetween(0, 2);
  }

  @Test
  void failure_ofAPiece_stopsTheOthersAndIsTheOneReported() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                new SideBySide(2, executor)
                    .run(
                        50,
                        (index, cancelled) -> {
                          if (index == 1) {
                            throw new IllegalStateException("piece 1");
                          }
                          runUntil(cancelled);
                        }))
        .withMessage("piece 1");
    assertThat(running).hasValue(0);
  }

  /** As a forward pass does: ends with an exception once it is cancelled. */
  private void runUntil(BooleanSupplier cancelled) {
    running.incrementAndGet();
    while (!cancelled.getAsBoolean()) {
      Thread.onSpinWait();
    }
    running.decrementAndGet();
    throw new CancellationException("cancelled");
  }
}
