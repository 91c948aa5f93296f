package org.entrain.app.run;

/**
 * Fits (checkpoint × layer × participant) that a run owes.
 *
 * @param expected fits of the announced checkpoints; those without a plan yet count by their
 *     announcement
 * @param scored fits in the results database
 * @param failed fits that will never be there
 * @param paused fits that are not there, and wait to be wanted again
 * @param cancelled fits that are not there, and nobody wants
 * @param complete whether nothing that is wanted now is open, perplexities included
 */
record Fits(
    long expected, long scored, long failed, long paused, long cancelled, boolean complete) {

  static final Fits NONE = new Fits(0, 0, 0, true);

  /** Fits of which all are wanted. */
  Fits(long expected, long scored, long failed, boolean complete) {
    this(expected, scored, failed, 0, 0, complete);
  }

  /** Fits that are there, or will be. */
  long wanted() {
    return expected - paused - cancelled;
  }

  /** The same, while something else that is wanted is open. */
  Fits open() {
    return new Fits(expected, scored, failed, paused, cancelled, false);
  }

  /** Both together. */
  Fits plus(Fits other) {
    return new Fits(
        expected + other.expected,
        scored + other.scored,
        failed + other.failed,
        paused + other.paused,
        cancelled + other.cancelled,
        complete && other.complete);
  }

  /** Whichever of two names of the same weights is less far. */
  static Fits least(Fits a, Fits b) {
    Fits behind = a.scored + a.failed <= b.scored + b.failed ? a : b;
    return new Fits(
        behind.expected,
        behind.scored,
        behind.failed,
        behind.paused,
        behind.cancelled,
        a.complete && b.complete);
  }
}
