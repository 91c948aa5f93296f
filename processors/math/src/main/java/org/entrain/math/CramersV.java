package org.entrain.math;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * How two classifications of the same units go together (Cramér 1946): V = √(χ² / (n · (min(r, c) −
 * 1))) of the table of r × c classes that occur, 0 for none and 1 for a rule; p by the χ²
 * distribution with (r − 1)(c − 1) degrees of freedom.
 *
 * @param v NaN where a classification has one class only
 * @param p NaN with v
 * @param units number of units, n
 */
public record CramersV(double v, double p, int units) {

  /**
   * Compares two classifications.
   *
   * @param first class of every unit, from 0
   * @param second the same
   * @throws IllegalArgumentException if their lengths differ
   */
  public static CramersV of(int[] first, int[] second) {
    Shapes.same("units of classifications", first.length, second.length);
    int n = first.length;
    int columns = largest(second) + 1;
    long[][] table = new long[largest(first) + 1][columns];
    long[] ofFirst = new long[table.length];
    long[] ofSecond = new long[columns];
    for (int i = 0; i < n; i++) {
      table[first[i]][second[i]]++;
      ofFirst[first[i]]++;
      ofSecond[second[i]]++;
    }
    double chiSquare = 0;
    for (int a = 0; a < table.length; a++) {
      for (int b = 0; b < columns; b++) {
        double expected = (double) ofFirst[a] * ofSecond[b] / n;
        if (expected > 0) {
          chiSquare += (table[a][b] - expected) * (table[a][b] - expected) / expected;
        }
      }
    }
    long rows = Arrays.stream(ofFirst).filter(count -> count > 0).count() - 1;
    long others = Arrays.stream(ofSecond).filter(count -> count > 0).count() - 1;
    if (Math.min(rows, others) < 1) {
      return new CramersV(Double.NaN, Double.NaN, n);
    }
    return new CramersV(
        Math.sqrt(chiSquare / n / Math.min(rows, others)),
        ChiSquaredDistribution.of(rows * others).survivalProbability(chiSquare),
        n);
  }

  private static int largest(int[] classes) {
    return Arrays.stream(classes).max().orElse(0);
  }
}
