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
    double[][] a = new double[measurements.size()][terms.size()];
    double[] b = new double[measurements.size()];
    for (int i = 0; i < a.length; i++) {
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
