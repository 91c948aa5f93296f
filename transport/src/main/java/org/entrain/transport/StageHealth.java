package org.entrain.transport;

/**
 * How a stage is at a moment.
 *
 * @param phase where it is in its life
 * @param loopSeconds time since its loop last came round, s; NaN if it has not yet, or has no loop
 *     of ours
 */
public record StageHealth(Phase phase, double loopSeconds) {

  /** Life of a stage. */
  public enum Phase {
    /** Not started. */
    NEW,
    /** Reads what it needs before its work, or waits for its group. */
    STARTING,
    /** At work, or waiting for some. */
    RUNNING,
    /** Ended as it was told, or having done all it had to do. */
    STOPPED,
    /** Ended otherwise. */
    FAILED
  }

  /** A stage without a loop of ours. */
  public static StageHealth of(Phase phase) {
    return new StageHealth(phase, Double.NaN);
  }
}
