package org.entrain.app.run;

import org.entrain.app.Refusal;
import org.entrain.producers.stimulus.Pace;
import org.entrain.producers.stimulus.Stimulus;

/**
 * How fast a stimulus is replayed.
 *
 * @param factor seconds of the stimulus per second; infinite for as fast as possible
 */
public record Speed(double factor) {

  /** Reads {@code max} or a number above 0. */
  public static Speed parse(String text) {
    if (text.equalsIgnoreCase("max")) {
      return new Speed(Double.POSITIVE_INFINITY);
    }
    try {
      double factor = Double.parseDouble(text);
      if (factor > 0 && Double.isFinite(factor)) {
        return new Speed(factor);
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new Refusal(
        Refusal.fault(
            "--speed",
            "value",
            "max, or a number above 0",
            "'" + text + "'",
            "1 replays in real time, 10 ten times as fast."));
  }

  /** Whether events wait for their time. */
  boolean paced() {
    return Double.isFinite(factor);
  }

  /** A pace that begins now, at the first word or volume. */
  Pace pace(Stimulus stimulus) {
    double start = Math.min(stimulus.words().get(0).onset(), stimulus.clock().get(0).time());
    return paced() ? Pace.times(factor, start) : Pace.FULL_SPEED;
  }
}
