package org.entrain.models.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
    CountDownLatch both = new CountDownLatch(2);
    Thread caller = Thread.currentThread();

    assertThatThrownBy(
            () ->
                new SideBySide(2, executor)
                    .run(
                        50,
                        (index, cancelled) -> {
                          begun.incrementAndGet();
                          both.countDown();
                          await(both);
                          caller.interrupt();
                          runUntil(cancelled);
                        }))
        .isInstanceOf(CancellationException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(begun).hasValue(2);
    assertThat(running).hasValue(0);
  }

  @Test
  void executor_thatTakesOneThreadOnly_leavesNoPieceRunning() {
    CountDownLatch first = new CountDownLatch(1);
    AtomicInteger given = new AtomicInteger();
    Executor full =
        task -> {
          if (given.getAndIncrement() > 0) {
            await(first);
            throw new RejectedExecutionException("full");
          }
          executor.execute(task);
        };

    assertThatThrownBy(
            () ->
                new SideBySide(2, full)
                    .run(
                        50,
                        (index, cancelled) -> {
                          first.countDown();
                          runUntil(cancelled);
                        }))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessage("full");

    assertThat(given).hasValue(2);
    assertThat(running).hasValue(0);
  }

  @Test
  @Timeout(10)
  void executor_thatDropsWhatItTook_isNotWaitedFor() {
    List<Runnable> taken = new ArrayList<>();
    AtomicInteger begun = new AtomicInteger();
    Executor closing =
        task -> {
          if (!taken.isEmpty()) {
            throw new RejectedExecutionException("closed");
          }
          taken.add(task);
        };

    assertThatThrownBy(
            () -> new SideBySide(2, closing).run(50, (index, cancelled) -> begun.incrementAndGet()))
        .isInstanceOf(RejectedExecutionException.class);

    // Run late all the same, it does nothing.
    taken.get(0).run();
    assertThat(begun).hasValue(0);
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

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
