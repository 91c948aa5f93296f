package org.entrain.math;

/** Search in ascending values, ties among them. */
final class Ascending {

  private Ascending() {}

  /** How many of the values are smaller than a bound. */
  static int below(double[] values, double bound) {
    int low = 0;
    int high = values.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (values[middle] >= bound) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
