package org.entrain.app.display;

/**
 * How far a stage is.
 *
 * @param name name of the stage
 * @param unit what it counts, plural
 * @param done pieces done, those left out and failed included
 * @param expected pieces expected as far as is known; 0 while nothing is known
 * @param failed pieces failed
 * @param note what goes on right now, shown behind the pace; may be empty
 */
public record StageLine(
    String name, String unit, long done, long expected, long failed, String note) {

  /** A line without a note. */
  public StageLine(String name, String unit, long done, long expected, long failed) {
    this(name, unit, done, expected, failed, "");
  }

  /** Whether everything known is done. */
  public boolean complete() {
    return expected > 0 && done >= expected;
  }
}
