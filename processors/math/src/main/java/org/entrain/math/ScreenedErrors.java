package org.entrain.math;

import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Squared errors of those penalties alone that may be a voxel's best. Most grids begin with
 * penalties so small that held-out predictions are far worse than predicting 0. Their errors are
 * bounded from below ({@link ErrorBounds}); where the bound exceeds the least error of the other
 * penalties, nothing more is computed. Voxels for which it does not, if there are any, get the
 * errors of all penalties. The choice is the same as without screening.
 */
final class ScreenedErrors implements InnerErrors {

  /** Bounds count as this much smaller than they are, for rounding. */
  private static final double CAUTION = 0.01;

  private final QuadraticErrors likely;
  private final ErrorBounds bounds;
  private final int unlikely;
  private final Supplier<QuadraticErrors> prepareAll;
  private @Nullable QuadraticErrors all;

  private ScreenedErrors(
      QuadraticErrors likely,
      ErrorBounds bounds,
      int unlikely,
      Supplier<QuadraticErrors> prepareAll) {
    this.likely = likely;
    this.bounds = bounds;
    this.unlikely = unlikely;
    this.prepareAll = prepareAll;
  }

  /**
   * Prepares errors and bounds.
   *
   * @param lambdas all penalties, ascending
   * @param unlikely number of penalties, the first ones, to be screened
   */
  static ScreenedErrors of(InnerDesign design, int threads, double[] lambdas, int unlikely) {
    double[] low = Arrays.copyOf(lambdas, unlikely);
    double[] high = Arrays.copyOfRange(lambdas, unlikely, lambdas.length);
    try (QuadraticErrors.Making forms = new QuadraticErrors.Making(design, high)) {
      ErrorBounds.Making bounds = new ErrorBounds.Making(design, low);
      int forBounds = 1 + high.length;
      Parallel.run(
          threads,
          forBounds + unlikely,
          i -> {
            if (i == 0) {
              bounds.directions();
            } else if (i < forBounds) {
              forms.make(i - 1);
            } else {
              bounds.make(i - forBounds);
            }
          });
      QuadraticErrors likely = forms.finish(threads);
      try {
        return new ScreenedErrors(
            likely,
            bounds.finish(threads),
            unlikely,
            () -> QuadraticErrors.of(design, threads, lambdas));
      } catch (RuntimeException | Error e) {
        likely.close();
        throw e;
      }
    }
  }

  @Override
  public void of(Panel y, double[] error, double[] total) {
    int width = y.width();
    int from = unlikely * width;
    double[] known = new double[error.length - from];
    likely.of(y, known, total);
    System.arraycopy(known, 0, error, from, known.length);
    double[] bound = bounds.of(y);
    double[] squares = y.squares();
    double uncertainty = likely.uncertainty();
    int[] open = new int[width];
    int count = 0;
    for (int v = 0; v < width; v++) {
      double least = least(known, v, width) + uncertainty * squares[v];
      // All errors of a column of zeros are 0.
      double excluded = total[v] == 0 ? 0 : Double.POSITIVE_INFINITY;
      boolean decided = true;
      for (int at = v; at < from; at += width) {
        error[at] = excluded;
        decided &= bound[at] * (1 - CAUTION) > least;
      }
      if (!decided && total[v] != 0) {
        open[count++] = v;
      }
    }
    if (count > 0) {
      complete(y, Arrays.copyOf(open, count), error);
    }
  }

  private static double least(double[] error, int v, int width) {
    double least = error[v];
    for (int at = v + width; at < error.length; at += width) {
      least = Math.min(least, error[at]);
    }
    return least;
  }

  /** Puts the errors of all penalties in place of those of some voxels. */
  private void complete(Panel y, int[] voxels, double[] error) {
    int penalties = error.length / y.width();
    try (Panel some = y.columns(voxels)) {
      double[] own = new double[penalties * some.width()];
      all().of(some, own, new double[some.width()]);
      for (int l = 0; l < penalties; l++) {
        for (int c = 0; c < voxels.length; c++) {
          error[l * y.width() + voxels[c]] = own[l * some.width() + c];
        }
      }
    }
  }

  private synchronized QuadraticErrors all() {
    QuadraticErrors prepared = all;
    if (prepared == null) {
      prepared = prepareAll.get();
      all = prepared;
    }
    return prepared;
  }

  @Override
  public synchronized void close() {
    likely.close();
    bounds.close();
    if (all != null) {
      all.close();
    }
  }
}
