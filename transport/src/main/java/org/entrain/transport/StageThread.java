package org.entrain.transport;

import java.util.concurrent.atomic.AtomicBoolean;
import org.entrain.transport.StageHealth.Phase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stage that is one thread with a loop. Closing asks the loop to end, then interrupts it, because
 * a forward pass or a fit may be under way.
 */
public final class StageThread implements Stage {

  /** The loop; returns soon after {@link Signal#stopped} says so. */
  @FunctionalInterface
  public interface Loop {
    void run(Signal signal) throws Exception;
  }

  /** Tells a loop that it shall end. */
  @FunctionalInterface
  public interface Signal {
    boolean stopped();
  }

  private static final Logger LOG = LoggerFactory.getLogger(StageThread.class);
  private static final long PATIENCE_MS = 3_000;
  private static final double NANOS = 1e9;

  private final String name;
  private final Thread thread;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private volatile @Nullable Throwable failure;
  private volatile Phase phase = Phase.NEW;
  private volatile long lastLoop;

  public StageThread(String name, Loop loop) {
    this.name = name;
    thread = new Thread(() -> run(loop), name);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() {
    phase = Phase.STARTING;
    thread.start();
  }

  /** Its loop asks whether it shall end every time it comes round: so it tells that it does. */
  @Override
  public StageHealth health() {
    Phase now = phase;
    return now == Phase.RUNNING
        ? new StageHealth(now, (System.nanoTime() - lastLoop) / NANOS)
        : StageHealth.of(now);
  }

  @Override
  public @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public void close() {
    stopping.set(true);
    try {
      thread.join(PATIENCE_MS);
      if (thread.isAlive()) {
        thread.interrupt();
        thread.join(PATIENCE_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("CatchAndPrintStackTrace") // the failure is kept for whoever supervises
  private void run(Loop loop) {
    try {
      loop.run(this::stopped);
      phase = Phase.STOPPED;
    } catch (Throwable t) {
      if (stopping.get()) {
        LOG.info("{} ended while stopping: {}", name, t.toString());
        phase = Phase.STOPPED;
      } else {
        LOG.error("{} failed", name, t);
        failure = t;
        phase = Phase.FAILED;
      }
    }
  }

  private boolean stopped() {
    lastLoop = System.nanoTime();
    phase = Phase.RUNNING;
    return stopping.get();
  }
}
