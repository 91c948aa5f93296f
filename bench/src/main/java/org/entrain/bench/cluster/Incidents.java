package org.entrain.bench.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** What happened in a schedule, and when. Thread-safe. */
final class Incidents {

  private static final double NANOS = 1e9;

  private final LongSupplier nanoTime;
  private final long start;
  private final List<String> lines = new ArrayList<>();

  Incidents(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    start = nanoTime.getAsLong();
  }

  synchronized void tell(String what) {
    lines.add(String.format(Locale.ROOT, "%.1f s %s", seconds(), what));
  }

  /** Since the start, s. */
  double seconds() {
    return (nanoTime.getAsLong() - start) / NANOS;
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }
}
