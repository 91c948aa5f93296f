package org.entrain.producers.stimulus;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** When events of a replay go out. Publishers of one replay share one pace. Thread-safe. */
@FunctionalInterface
public interface Pace {

  /** Full speed: nothing waits. */
  Pace FULL_SPEED = seconds -> {};

  /** Returns when the replay has reached a time on the clock of the volumes, seconds. */
  void await(double seconds) throws InterruptedException;

  /** Sleeps for some nanoseconds. */
  @FunctionalInterface
  interface Sleeper {
    void sleep(long nanos) throws InterruptedException;
  }

  /**
   * A multiple of real time, beginning now.
   *
   * @param factor seconds of the stimulus per second, above 0
   * @param start time on the clock of the volumes that is now
   */
  static Pace times(double factor, double start) {
    return times(factor, start, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
  }

  /** As above, by a clock and a sleeper of the caller. */
  static Pace times(double factor, double start, LongSupplier nanoClock, Sleeper sleeper) {
    if (!(factor > 0) || Double.isInfinite(factor)) {
      throw new IllegalArgumentException("speed is no number above 0: " + factor);
    }
    long begin = nanoClock.getAsLong();
    return seconds -> {
      long due = (long) ((seconds - start) / factor * TimeUnit.SECONDS.toNanos(1));
      // Sleepers may wake early.
      for (long rest = due - (nanoClock.getAsLong() - begin);
          rest > 0;
          rest = due - (nanoClock.getAsLong() - begin)) {
        sleeper.sleep(rest);
      }
    };
  }
}
