package org.entrain.models.text;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
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
   * @throws RuntimeException the first failure of a piece
   */
  void run(int pieces, Work work) {
    AtomicInteger next = new AtomicInteger();
    AtomicBoolean stop = new AtomicBoolean();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Runnable worker =
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
    List<CompletableFuture<Void>> workers =
        Stream.generate(() -> CompletableFuture.runAsync(worker, executor)).limit(threads).toList();
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
  private static boolean interrupted(List<CompletableFuture<Void>> workers, AtomicBoolean stop) {
    boolean interrupted = false;
    for (CompletableFuture<Void> worker : workers) {
      while (!worker.isDone()) {
        try {
          worker.get();
        } catch (InterruptedException e) {
          interrupted = true;
          stop.set(true);
        } catch (ExecutionException e) {
          throw new IllegalStateException("a worker lets nothing out", e);
        }
      }
    }
    return interrupted;
  }
}
