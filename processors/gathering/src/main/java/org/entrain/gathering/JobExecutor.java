package org.entrain.gathering;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The one thread that jobs run on; closed before what they use is. */
public final class JobExecutor implements AutoCloseable {

  private static final long PATIENCE_S = 2;

  private final ExecutorService executor;

  /**
   * @param name name of the thread
   */
  public JobExecutor(String name) {
    executor =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  public ExecutorService service() {
    return executor;
  }

  /** Interrupts the job that runs and waits for its end a little. */
  @Override
  public void close() {
    executor.shutdownNow();
    try {
      executor.awaitTermination(PATIENCE_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
