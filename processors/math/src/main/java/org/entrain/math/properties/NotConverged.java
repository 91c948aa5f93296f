package org.entrain.math.properties;

/** A logistic regression that stops short of its optimum. */
final class NotConverged extends Exception {

  private static final long serialVersionUID = 1L;

  NotConverged(int steps, double left) {
    super("after %d steps %.1e of its objective may be left to gain".formatted(steps, left));
  }
}
