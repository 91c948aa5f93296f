package org.entrain.embedding;

import java.util.function.LongSupplier;

/**
 * Thins out reports of how far a piece of work is, and says how long the rest will take. For any
 * number of threads.
 */
final class Pace {

  /** Least time between two reports. */
  static final long INTERVAL_NS = 2_000_000_000L;

  private static final double NANOS = 1e9;

  /** Takes the reports. */
  @FunctionalInterface
  interface Report {

    /**
     * @param done pieces done
     * @param of pieces in all
     * @param rate pieces per second since the beginning
     * @param secondsLeft time left at that rate
     */
    void running(long done, long of, double rate, double secondsLeft);
  }

  private final Report report;
  private final LongSupplier nanoTime;
  private final long start;
  private long last;
  private long most;

  /** Begins now. */
  Pace(Report report, LongSupplier nanoTime) {
    this.report = report;
    this.nanoTime = nanoTime;
    start = nanoTime.getAsLong();
    last = start;
  }

  /** Reports, unless that was done a moment ago, more was told before, or nothing is left. */
  void at(long done, long of) {
    long now = nanoTime.getAsLong();
    synchronized (this) {
      if (done <= most || done >= of || now - last < INTERVAL_NS) {
        return;
      }
      most = done;
      last = now;
    }
    // A report that waits for the brokers holds up its own thread, and no other.
    double rate = done * NANOS / (now - start);
    report.running(done, of, rate, (of - done) / rate);
  }

  /** Seconds since the beginning. */
  double seconds() {
    return (nanoTime.getAsLong() - start) / NANOS;
  }
}
