package org.entrain.app.run;

/**
 * Fits (checkpoint × layer × participant) that a run owes.
 *
 * @param expected fits of the announced checkpoints; those without a plan yet count one a
 *     participant
 * @param scored fits in the results database
 * @param failed fits that will never be there
 * @param complete whether nothing is open, perplexities included
 */
record Fits(long expected, long scored, long failed, boolean complete) {

  static final Fits NONE = new Fits(0, 0, 0, true);

  /** Both together. */
  Fits plus(Fits other) {
    return new Fits(
        expected + other.expected,
        scored + other.scored,
        failed + other.failed,
        complete && other.complete);
  }

  /** Whichever of two names of the same weights is less far. */
  static Fits least(Fits a, Fits b) {
    Fits behind = a.scored + a.failed <= b.scored + b.failed ? a : b;
    return new Fits(behind.expected, behind.scored, behind.failed, a.complete && b.complete);
  }
}
