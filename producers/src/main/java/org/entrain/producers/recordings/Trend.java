package org.entrain.producers.recordings;

/** Trend that is removed from every voxel of every run. */
public enum Trend {
  /** Leaves the values as they are. */
  NONE(-1),
  /** Removes the least-squares line, the mean included. */
  LINEAR(1),
  /** Removes the least-squares parabola, the mean included. */
  QUADRATIC(2);

  private final int degree;

  Trend(int degree) {
    this.degree = degree;
  }

  /** Degree of the polynomial; -1 for none. */
  int degree() {
    return degree;
  }

  /** Degree as events have it: 0 for none. */
  int drifts() {
    return Math.max(degree, 0);
  }
}
