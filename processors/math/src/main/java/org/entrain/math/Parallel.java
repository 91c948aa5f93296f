package org.entrain.math;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Numbered tasks on a few threads, of which the calling one is the first. */
public final class Parallel {

  private Parallel() {}

  /**
   * Runs tasks 0 … count − 1, each once, in any order, and waits for all threads. The first failure
   * stops further tasks and is thrown; so does interruption of the calling thread, which keeps its
   * interrupted status.
   *
   * @throws CancellationException if the calling thread is interrupted
   */
  public static void run(int threads, int count, IntConsumer task) {
    AtomicInteger next = new AtomicInteger();
    AtomicBoolean stop = new AtomicBoolean();
    Runnable loop =
        () -> {
          try {
            int i = next.getAndIncrement();
            while (i < count && !stop.get()) {
              task.accept(i);
              i = next.getAndIncrement();
            }
          } catch (RuntimeException | Error e) {
            stop.set(true);
            throw e;
          }
        };
    List<FutureTask<?>> helpers = new ArrayList<>();
    boolean interrupted = false;
    Throwable failure = null;
    try {
      for (int t = 1; t < Math.min(threads, count); t++) {
        FutureTask<?> helper = new FutureTask<>(loop, null);
        Thread thread = new Thread(helper, "entrain-math-" + t);
        thread.setDaemon(true);
        thread.start();
        helpers.add(helper);
      }
      while (next.get() < count && !stop.get()) {
        if (Thread.currentThread().isInterrupted()) {
          stop.set(true);
        } else {
          int i = next.getAndIncrement();
          if (i < count) {
            task.accept(i);
          }
        }
      }
    } catch (RuntimeException | Error e) {
      stop.set(true);
      failure = e;
    }
    // Helpers use memory that the caller frees: none may outlive this call, interrupted or not.
    for (FutureTask<?> helper : helpers) {
      boolean done = false;
      while (!done) {
        try {
          helper.get();
          done = true;
        } catch (InterruptedException e) {
          interrupted = true;
          stop.set(true);
        } catch (ExecutionException e) {
          done = true;
          failure = failure == null ? e.getCause() : failure;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
    if (stop.get()) {
      throw new CancellationException("interrupted after %d tasks".formatted(next.get()));
    }
  }
}
