package org.entrain.bench.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What each of a sum's terms costs, fitted to measurements by non-negative least squares of
 * relative errors: every run counts alike, however large.
 *
 * @param terms what is counted
 * @param each cost of one of each
 */
record Coefficients(List<Term> terms, List<Double> each) {

  private static final double FIGURE_WEIGHT = 10;

  Coefficients {
    terms = List.copyOf(terms);
    each = List.copyOf(each);
  }

  /**
   * Fits them.
   *
   * @param measured what is explained, of each measurement
   * @param floor what is added to a measured value before an error is called relative to it
   */
  static Coefficients fit(
      List<Term> terms,
      List<Measurement> measurements,
      ToDoubleFunction<Measurement> measured,
      double floor) {
    return fit(terms, measurements, measured, floor, List.of());
  }

  /**
   * Fits them to figures too, which count {@value #FIGURE_WEIGHT} times as much as a run.
   *
   * @param figures what other benchmarks measured, of these terms
   */
  static Coefficients fit(
      List<Term> terms,
      List<Measurement> measurements,
      ToDoubleFunction<Measurement> measured,
      double floor,
      List<RealShape> figures) {
    double[][] a = new double[measurements.size() + figures.size()][terms.size()];
    double[] b = new double[a.length];
    for (int i = 0; i < figures.size(); i++) {
      RealShape figure = figures.get(i);
      b[measurements.size() + i] = FIGURE_WEIGHT;
      for (int j = 0; j < terms.size(); j++) {
        a[measurements.size() + i][j] =
            FIGURE_WEIGHT * figure.count(terms.get(j)) / figure.measured();
      }
    }
    for (int i = 0; i < measurements.size(); i++) {
      double value = measured.applyAsDouble(measurements.get(i));
      double weight = 1 / (Math.abs(value) + floor);
      b[i] = weight * value;
      for (int j = 0; j < terms.size(); j++) {
        a[i][j] = weight * terms.get(j).count().applyAsDouble(measurements.get(i).work());
      }
    }
    List<Double> each = new ArrayList<>();
    for (double x : NonNegative.solve(a, b)) {
      each.add(x);
    }
    return new Coefficients(terms, each);
  }

  /** The sum of the terms. */
  double of(Work work) {
    double sum = 0;
    for (int j = 0; j < each.size(); j++) {
      sum += each.get(j) * terms.get(j).count().applyAsDouble(work);
    }
    return sum;
  }

  /** For people: the terms that cost something. */
  String text() {
    List<String> parts = new ArrayList<>();
    for (int j = 0; j < each.size(); j++) {
      if (each.get(j) > 0) {
        parts.add(String.format(Locale.ROOT, "%.3g per %s", each.get(j), terms.get(j).name()));
      }
    }
    return String.join(", ", parts);
  }
}
