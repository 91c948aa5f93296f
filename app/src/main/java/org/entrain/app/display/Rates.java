package org.entrain.app.display;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Pieces per second of every stage over the last half minute, in which work really went on. */
public final class Rates {

  private static final double WINDOW_SECONDS = 30;

  /**
   * A reading.
   *
   * @param seconds when
   * @param done pieces done by then
   */
  private record Reading(double seconds, long done) {}

  private final Map<String, Deque<Reading>> readings = new HashMap<>();

  /** Takes a reading; returns pieces per second, empty while nothing has moved. */
  public OptionalDouble take(String stage, double seconds, long done) {
    Deque<Reading> recent = readings.computeIfAbsent(stage, name -> new ArrayDeque<>());
    if (!recent.isEmpty() && done < recent.getLast().done()) {
      recent.clear(); // counted anew, for the next piece of work
    }
    recent.addLast(new Reading(seconds, done));
    while (recent.size() > 2 && seconds - recent.getFirst().seconds() > WINDOW_SECONDS) {
      recent.removeFirst();
    }
    Reading first = recent.getFirst();
    double elapsed = seconds - first.seconds();
    return elapsed > 0 && done > first.done()
        ? OptionalDouble.of((done - first.done()) / elapsed)
        : OptionalDouble.empty();
  }
}
