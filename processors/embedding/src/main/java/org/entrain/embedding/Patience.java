package org.entrain.embedding;

import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.entrain.common.UnavailableException;
import org.entrain.transport.EventDeliveryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for what is away: an object store, room on this machine's disk, or brokers that must take a
 * dead letter. The queue counts attempts, and drops a task after the last one; so an attempt does
 * not end by what is no fault of the task. A worker that waits holds one task, and the others go on
 * with the rest; one that is stopped gives it back.
 */
final class Patience {

  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
  private static final long PAUSE_MS = 5_000;

  private Patience() {}

  /**
   * Does something until nothing is away.
   *
   * @throws CancellationException if the thread is interrupted meanwhile
   */
  static <T> T with(Supplier<T> action) {
    while (true) {
      try {
        return action.get();
      } catch (UnavailableException | EventDeliveryException e) {
        LOG.warn("tried again in {} ms: {}", PAUSE_MS, e.getMessage());
      }
      try {
        Thread.sleep(PAUSE_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted while something is away");
      }
    }
  }
}
