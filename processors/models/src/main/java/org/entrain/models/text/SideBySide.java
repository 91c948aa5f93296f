package org.entrain.models.text;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs pieces of work on a few threads, in order of their index.
 *
 * @param threads pieces at a time
 * @param executor runs that many
 */
record SideBySide(int threads, Executor executor) {

  /** One piece of work. */
  @FunctionalInterface
  interface Work {

    /**
     * @param cancelled true once the piece is no longer wanted
     */
    void run(int index, BooleanSupplier cancelled);
  }

  /**
   * Returns when every piece is done; when it throws, no piece runs any more either: the model's
   * native memory must outlive every pass that reads it.
   *
   * @throws CancellationException when the thread is interrupted
   * @throws RejectedExecutionException if the executor does not take the work
   * @throws RuntimeException the first failure of a piece
   */
  void run(int pieces, Work work) {
    AtomicInteger next = new AtomicInteger();
    AtomicBoolean stop = new AtomicBoolean();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Runnable loop =
        () -> {
          try {
            for (int i = next.getAndIncrement();
                i < pieces && !stop.get();
                i = next.getAndIncrement()) {
              work.run(i, stop::get);
            }
          } catch (RuntimeException | Error e) {
            // The others end because of it; theirs are no failures.
            failure.compareAndSet(null, e);
            stop.set(true);
          }
        };
    List<Worker> workers = new ArrayList<>();
    try {
      for (int i = 0; i < threads; i++) {
        Worker worker = new Worker(loop);
        workers.add(worker);
        executor.execute(worker);
      }
    } catch (RuntimeException | Error e) {
      stop(workers, stop);
      if (interrupted(workers, stop)) {
        Thread.currentThread().interrupt();
      }
      throw e;
    }
    if (interrupted(workers, stop)) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted between blocks");
    }
    Throwable first = failure.get();
    if (first instanceof RuntimeException known) {
      throw known;
    }
    if (first != null) {
      throw new IllegalStateException("a forward pass ended in an error", first);
    }
  }

  /** Waits for all, telling them to stop when interrupted. */
  private static boolean interrupted(List<Worker> workers, AtomicBoolean stop) {
    boolean interrupted = false;
    for (Worker worker : workers) {
      while (worker.ended.getCount() > 0) {
        try {
          worker.ended.await();
        } catch (InterruptedException e) {
          interrupted = true;
          stop(workers, stop);
        }
      }
    }
    return interrupted;
  }

  private static void stop(List<Worker> workers, AtomicBoolean stop) {
    stop.set(true);
    workers.forEach(Worker::withdraw);
  }

  /** Runs at most once, and not at all once withdrawn: an executor may drop what it has queued. */
  private static final class Worker implements Runnable {

    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean taken = new AtomicBoolean();
    private final Runnable loop;

    Worker(Runnable loop) {
      this.loop = loop;
    }

    @Override
    public void run() {
      if (taken.compareAndSet(false, true)) {
        try {
          loop.run();
        } finally {
          ended.countDown();
        }
      }
    }

    /** Has no effect on one that has begun. */
    void withdraw() {
      if (taken.compareAndSet(false, true)) {
        ended.countDown();
      }
    }
  }
}
