package org.entrain.math.properties;

import org.ejml.data.DMatrixRMaj;
import org.jspecify.annotations.Nullable;

/**
 * One logistic regression with intercept on the way to its optimum: C Σ log-loss + ½‖w‖² over the
 * training words, softmax over three classes or more, one weight vector for two.
 *
 * <p>Minimised by L-BFGS (Liu and Nocedal 1989; Nocedal and Wright 2006, algorithm 7.4) from the
 * Hessian at w = 0. With class shares p that is C (diag p − p pᵀ) ⊗ XᵀX + I: diagonal along the
 * principal axes of the words and the eigenvectors of the classes' covariance, in which all vectors
 * here are kept. One of these, all classes alike, has no curvature but the penalty's; a step that
 * took it for a class's own would hardly move. The caller evaluates trial points, of many fits by
 * one product, and asks for the next.
 *
 * <p>Where classes are nearly separable and C is large, the Hessian at the optimum is another: a
 * fit that has not arrived after {@link #patience} steps asks for it ({@link DenseCurvature}) and
 * goes on from there.
 */
final class LogisticFit {

  private static final int MOST_STEPS = 10_000;

  /** Least steps along the axes alone. */
  private static final int LEAST_PATIENCE = 40;

  /**
   * Evaluations that a Hessian may cost before it is tried: products of large matrices are fast.
   */
  private static final int SPEED_OF_PRODUCTS = 4;

  /** Steps with one Hessian before the next. */
  private static final int[] DENSE_STEPS = {15, 30, 60, 120, 400};

  /** Of the decrease that the slope promises, what a step must reach (Armijo's rule). */
  private static final double SUFFICIENT = 1e-4;

  /** Decrease still to be had, over the objective, at which a fit is done. */
  private static final double TOLERANCE = 1e-9;

  /** The same where rounding ends the way down. */
  private static final double ROUNDING = 1e-8;

  /** Of the objective, what rounding may hide. */
  private static final double HIDDEN = 1e-13;

  /** A step that is as good as none. */
  private static final double LEAST_STEP = 1e-10;

  /** Curvature of the intercept that all classes have in common, which is none, per C. */
  private static final double FLAT = 1e-6;

  private final int[] columnOf;
  private final boolean[] train;
  private final @Nullable Offsets offsets;
  private final ClassAxes axes;
  private final int width;
  private final int columns;
  private final double[] squares;
  private final int words;
  private double strength;
  private double[] curvature = new double[0];

  private double[] point;
  private double[] trial;
  private double[] weights;
  private double[] slope = new double[0];
  private double[] direction = new double[0];
  private double value;
  private double step;
  private double descent;
  private final RecentMoves recent = new RecentMoves();
  private int steps;
  private int correct;
  private boolean done;
  private @Nullable DenseCurvature dense;
  private int denseSince;
  private int denseCount;
  private boolean slow;

  /**
   * @param columnOf class of every word as this fit numbers them, or −1 for one that no training
   *     word has
   * @param classes classes that training words have, two or more
   * @param train whether a word is a training word; the others are held out if {@code held} of
   *     {@link FitSums} says so
   * @param offsets along the principal axes; null: none
   * @param squares eigenvalues of XᵀX of all words
   */
  LogisticFit(
      int[] columnOf, int classes, boolean[] train, @Nullable Offsets offsets, double[] squares) {
    this.columnOf = columnOf;
    this.train = train;
    this.offsets = offsets;
    this.squares = squares;
    width = squares.length;
    columns = classes == 2 ? 1 : classes;
    double[] shares = new double[classes];
    int trained = 0;
    for (int i = 0; i < train.length; i++) {
      if (train[i]) {
        shares[columnOf[i]]++;
        trained++;
      }
    }
    words = trained;
    axes = ClassAxes.of(shares, trained);
    point = new double[columns * (width + 1)];
    trial = point.clone();
    weights = trial;
  }

  int columns() {
    return columns;
  }

  boolean done() {
    return done;
  }

  /** Held-out words that the optimum classifies rightly. */
  int correct() {
    return correct;
  }

  /** Begins at the present point with another C. */
  void begin(double strength) {
    this.strength = strength;
    recent.clear();
    steps = 0;
    done = false;
    forget();
    denseSince = 0;
    denseCount = 0;
    direction = new double[0];
    curvature = new double[point.length];
    for (int m = 0; m < columns; m++) {
      // All classes alike: 0 but for rounding.
      double variance = strength * Math.max(0, axes.spread()[m]);
      for (int h = 0; h < width; h++) {
        curvature[m * width + h] = 1 + variance * squares[h] * words / train.length;
      }
      curvature[columns * width + m] = Math.max(variance * words, FLAT * strength);
    }
    attempt(point.clone());
  }

  /** Whether it asks for the Hessian at its present point. */
  boolean wantsDense() {
    if (done || !DenseCurvature.fits(columns, width)) {
      return false;
    }
    if (denseCount == 0) {
      return slow ? steps > 0 : steps > patience();
    }
    return steps - denseSince > DENSE_STEPS[Math.min(denseCount, DENSE_STEPS.length) - 1];
  }

  /**
   * Steps after which a Hessian costs no more than has been spent. A fit that needed one with some
   * C needs one with the next.
   */
  private double patience() {
    double hessian = DenseCurvature.operations(train.length, columns, width);
    double evaluation = 4.0 * train.length * columns * (width + 1);
    return Math.max(LEAST_PATIENCE, hessian / evaluation / SPEED_OF_PRODUCTS);
  }

  /**
   * Goes on from the present point with its Hessian; the trial is replaced.
   *
   * @param hessian null: as before, if it is not positive definite to working precision
   */
  void take(@Nullable DenseCurvature hessian) {
    forget();
    dense = hessian;
    denseSince = steps;
    denseCount++;
    slow = true;
    recent.clear();
    aim();
  }

  /** The Hessian is large; also where the fit is given up. */
  void forget() {
    if (dense != null) {
      dense.close();
    }
    dense = null;
  }

  boolean isDense() {
    return dense != null;
  }

  /** Axes of the classes as rows, the one that all have alike first; of two classes 1 × 1. */
  DMatrixRMaj classAxes() {
    return axes.vectors();
  }

  double strength() {
    return strength;
  }

  boolean[] train() {
    return train;
  }

  @Nullable Offsets offsets() {
    return offsets;
  }

  /** Weights and intercept of every class at the present point: columns × (H + 1). */
  DMatrixRMaj weightsByClass() {
    double[] present = axes.toClasses(point);
    DMatrixRMaj byClass = new DMatrixRMaj(columns, width + 1);
    for (int k = 0; k < columns; k++) {
      System.arraycopy(present, k * width, byClass.data, k * (width + 1), width);
      byClass.data[k * (width + 1) + width] = present[columns * width + k];
    }
    return byClass;
  }

  private void attempt(double[] next) {
    trial = next;
    weights = axes.toClasses(trial);
  }

  /** Puts the trial's weights into columns of H × all columns. */
  void write(DMatrixRMaj all, int column) {
    for (int k = 0; k < columns; k++) {
      for (int h = 0; h < width; h++) {
        all.data[h * all.numCols + column + k] = weights[k * width + h];
      }
    }
  }

  /** Sums for an evaluation of the trial. */
  FitSums sums() {
    return new FitSums(columnOf, train, offsets, weights, columns);
  }

  /**
   * Takes the evaluation of the trial and chooses the next.
   *
   * @param parts sums over all words, in order
   * @param slopes Xᵀ times what the sums left, H × all columns
   * @throws NotConverged if there is no way further down short of the optimum
   */
  void advance(FitSums[] parts, DMatrixRMaj slopes, int column) throws NotConverged {
    FitSums sums = parts[0];
    for (int i = 1; i < parts.length; i++) {
      sums.add(parts[i]);
    }
    double objective = strength * sums.loss();
    for (int j = 0; j < columns * width; j++) {
      objective += trial[j] * trial[j] / 2;
    }
    boolean first = direction.length == 0;
    if (!first && !(objective <= value + SUFFICIENT * step * descent)) {
      retreat(objective);
      return;
    }
    double[] gradient = gradient(sums, slopes, column);
    if (!first) {
      remember(gradient);
    }
    point = trial;
    value = objective;
    slope = gradient;
    correct = sums.right();
    steps++;
    aim();
    if (!done && steps > MOST_STEPS) {
      forget();
      throw new NotConverged(steps, -descent / value);
    }
  }

  /** Looks where to go from the present point, and tries a whole step. */
  private void aim() {
    direction = direction();
    descent = RecentMoves.dot(slope, direction);
    done = -descent <= TOLERANCE * value;
    if (done) {
      forget();
    }
    step = 1;
    attempt(moved());
  }

  /** Half of the step, or done where rounding hides what there is to gain. */
  private void retreat(double objective) throws NotConverged {
    boolean hidden = Math.abs(objective - value) <= HIDDEN * value;
    step /= 2;
    if (hidden && -descent <= ROUNDING * value) {
      done = true;
      forget();
    } else if (step < LEAST_STEP) {
      forget();
      throw new NotConverged(steps, -descent / value);
    } else {
      attempt(moved());
    }
  }

  private double[] moved() {
    double[] moved = new double[point.length];
    for (int j = 0; j < moved.length; j++) {
      moved[j] = point[j] + step * direction[j];
    }
    return moved;
  }

  private double[] gradient(FitSums sums, DMatrixRMaj slopes, int column) {
    double[] byClass = new double[trial.length];
    for (int k = 0; k < columns; k++) {
      byClass[columns * width + k] = strength * sums.intercepts()[k];
      for (int h = 0; h < width; h++) {
        double sum = slopes.data[h * slopes.numCols + column + k];
        for (int g = 0; g < sums.groups().length && offsets != null; g++) {
          sum -= offsets.vectors().data[g * width + h] * sums.groups()[g][k];
        }
        byClass[k * width + h] = strength * sum;
      }
    }
    double[] gradient = axes.fromClasses(byClass);
    for (int j = 0; j < columns * width; j++) {
      gradient[j] += trial[j];
    }
    return gradient;
  }

  private void remember(double[] gradient) {
    double[] move = new double[point.length];
    double[] change = new double[point.length];
    for (int j = 0; j < move.length; j++) {
      move[j] = trial[j] - point[j];
      change[j] = gradient[j] - slope[j];
    }
    recent.add(move, change);
  }

  /** −H slope, H from the last moves about the first guess of it. */
  private double[] direction() {
    double[] d = recent.inverse(slope, this::guess);
    for (int j = 0; j < d.length; j++) {
      d[j] = -d[j];
    }
    return d;
  }

  private double[] guess(double[] d) {
    return dense == null ? alongAxes(d) : byHessian(d, dense);
  }

  /** d over the curvature along the axes, which the last change scales. */
  private double[] alongAxes(double[] d) {
    double scale = recent.scale(curvature);
    double[] scaled = new double[d.length];
    for (int j = 0; j < d.length; j++) {
      scaled[j] = scale * d[j] / curvature[j];
    }
    return scaled;
  }

  /** Hessian⁻¹ d; the axis that all classes have alike has the penalty's curvature alone. */
  private double[] byHessian(double[] d, DenseCurvature hessian) {
    int first = columns == 1 ? 0 : 1;
    double[] packed = new double[(columns - first) * (width + 1)];
    for (int m = first; m < columns; m++) {
      int to = (m - first) * (width + 1);
      System.arraycopy(d, m * width, packed, to, width);
      packed[to + width] = d[columns * width + m];
    }
    hessian.solve(packed);
    double[] solved = d.clone();
    if (first == 1) {
      solved[columns * width] = 0; // the intercept that all have alike changes nothing
    }
    for (int m = first; m < columns; m++) {
      int from = (m - first) * (width + 1);
      System.arraycopy(packed, from, solved, m * width, width);
      solved[columns * width + m] = packed[from + width];
    }
    return solved;
  }
}
