package org.entrain.app.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends work on Ctrl-C or a termination signal in good order: the JVM's shutdown waits until the
 * work has noticed and has closed what it opened.
 */
public final class StopSignal {

  private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);
  private static final long PATIENCE_SECONDS = 25;

  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Work that looks at the signal now and then. */
  @FunctionalInterface
  public interface Work {
    /** Returns the exit code. */
    int run(Closing closing);
  }

  /** Does the work, then closes what it opened. */
  public int during(Work work) {
    Thread hook = new Thread(this::stopAndWait, "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try (Closing closing = new Closing()) {
      return work.run(closing);
    } finally {
      closed.countDown();
      forget(hook);
    }
  }

  /** Asks the work to end. */
  public void stop() {
    stop.countDown();
  }

  /** Waits a while; whether the work is to end. */
  public boolean within(long millis) {
    try {
      return stop.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void stopAndWait() {
    stop();
    try {
      if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("not everything stopped within {} s", PATIENCE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("the process is stopping already", e);
    }
  }
}
