package org.entrain.bench.cluster;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a schedule ended.
 *
 * @param name name of the schedule
 * @param fault what is wrong; null if it passed
 * @param seconds from its beginning to the last check
 * @param duplicates records of scores beyond one per fit: computed twice, stored once
 * @param endings how often workers ended by themselves and were started again
 * @param recoveries how long it took to go on
 * @param incidents what happened when
 */
record Verdict(
    String name,
    @Nullable String fault,
    double seconds,
    long duplicates,
    int endings,
    List<String> recoveries,
    List<String> incidents) {

  Verdict {
    recoveries = List.copyOf(recoveries);
    incidents = List.copyOf(incidents);
  }

  boolean passed() {
    return fault == null;
  }

  /** For the terminal. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%s  %-52s %6.1f s  %s",
        passed() ? "passed" : "FAILED",
        name,
        seconds,
        passed() ? String.join("; ", recoveries) : fault);
  }
}
