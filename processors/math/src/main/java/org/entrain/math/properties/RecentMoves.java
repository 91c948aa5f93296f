package org.entrain.math.properties;

import java.util.function.UnaryOperator;

/**
 * The last moves of a minimisation and how the slope changed with each: L-BFGS's memory (Nocedal
 * and Wright 2006, algorithm 7.4).
 */
final class RecentMoves {

  private static final int MOST = 8;

  private final double[][] moves = new double[MOST][];
  private final double[][] changes = new double[MOST][];
  private int added;

  void clear() {
    added = 0;
  }

  /** Keeps a move, unless rounding hides its curvature, which is positive by convexity. */
  void add(double[] move, double[] change) {
    if (dot(move, change) > 0) {
      moves[added % MOST] = move;
      changes[added % MOST] = change;
      added++;
    }
  }

  /**
   * The inverse Hessian times a slope, by the two loops over the moves.
   *
   * @param slope not modified
   * @param guess the inverse Hessian that is guessed first
   */
  double[] inverse(double[] slope, UnaryOperator<double[]> guess) {
    double[] d = slope.clone();
    int count = Math.min(added, MOST);
    double[] share = new double[count];
    for (int i = 0; i < count; i++) {
      int at = (added - 1 - i) % MOST;
      share[i] = dot(moves[at], d) / dot(moves[at], changes[at]);
      add(d, -share[i], changes[at]);
    }
    d = guess.apply(d);
    for (int i = count - 1; i >= 0; i--) {
      int at = (added - 1 - i) % MOST;
      double back = dot(changes[at], d) / dot(moves[at], changes[at]);
      add(d, share[i] - back, moves[at]);
    }
    return d;
  }

  /** What the last move says of a diagonal guess: the factor that makes it right along the move. */
  double scale(double[] curvature) {
    if (added == 0) {
      return 1;
    }
    int last = (added - 1) % MOST;
    double own = 0;
    for (int j = 0; j < curvature.length; j++) {
      own += changes[last][j] * changes[last][j] / curvature[j];
    }
    return dot(moves[last], changes[last]) / own;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  private static void add(double[] sum, double weight, double[] added) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] += weight * added[j];
    }
  }
}
