package org.entrain.monitoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/** What a stage works: how many pieces, how long, how many operations. Thread-safe. */
final class WorkMeters {

  /** Label of the stage. */
  static final String STAGE = "stage";

  private static final double NANOS = 1e9;

  /** 0.1 s to 1 h: a task of a small model takes the one, a fit of whole brains the other. */
  private static final Duration[] BUCKETS =
      LongStream.of(100, 300, 1_000, 3_000, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final LongSupplier nanoTime;
  private final Counter done;
  private final Counter failed;
  private final Counter returned;
  private final Counter operations;
  private final Counter locksLost;
  private final Timer duration;

  /** Pieces under way, the sum of the times they began at, and the time of those that ended. */
  private int running;

  private long begins;
  private long ended;

  /**
   * @param nanoTime clock
   */
  WorkMeters(MeterRegistry registry, String stage, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    done = outcome(registry, stage, "done");
    failed = outcome(registry, stage, "failed");
    returned = outcome(registry, stage, "returned");
    operations =
        Counter.builder("entrain.floating.point.operations")
            .description("Additions and multiplications in matrix products")
            .tag(STAGE, stage)
            .register(registry);
    locksLost =
        Counter.builder("entrain.locks.lost")
            .description("Tasks whose lock was lost before their end")
            .tag(STAGE, stage)
            .register(registry);
    duration =
        Timer.builder("entrain.work.duration")
            .description("Time of a piece of work that was done")
            .tag(STAGE, stage)
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
    FunctionCounter.builder("entrain.work.busy.seconds", this, WorkMeters::busySeconds)
        .description("Time at work, of pieces under way too")
        .tag(STAGE, stage)
        .register(registry);
    Gauge.builder("entrain.work.running", this, WorkMeters::running)
        .description("Pieces of work under way")
        .tag(STAGE, stage)
        .register(registry);
  }

  synchronized void begun() {
    running++;
    begins += nanoTime.getAsLong();
  }

  /** Which piece ended does not matter: only the sum of all is told. */
  synchronized void ended() {
    long now = nanoTime.getAsLong();
    long mean = begins / running;
    ended += now - mean;
    begins -= mean;
    running--;
  }

  void done(double seconds) {
    done.increment();
    duration.record(Math.round(seconds * NANOS), TimeUnit.NANOSECONDS);
  }

  void failed() {
    failed.increment();
  }

  void returned() {
    returned.increment();
  }

  void operations(long count) {
    operations.increment(count);
  }

  void lockLost() {
    locksLost.increment();
  }

  private synchronized double busySeconds() {
    return (ended + running * nanoTime.getAsLong() - begins) / NANOS;
  }

  private synchronized int running() {
    return running;
  }

  private static Counter outcome(MeterRegistry registry, String stage, String outcome) {
    return Counter.builder("entrain.work")
        .description("Pieces of work that ended")
        .tag(STAGE, stage)
        .tag("outcome", outcome)
        .register(registry);
  }
}
