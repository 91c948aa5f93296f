package org.entrain.math.properties;

/** Log-loss of a word by the products of its representation and the weights. */
final class LogLoss {

  private LogLoss() {}

  /** The class that these products name; of one product class 1 if it is above 0. */
  static int likeliest(double[] z) {
    if (z.length == 1) {
      return z[0] > 0 ? 1 : 0;
    }
    int best = 0;
    for (int k = 1; k < z.length; k++) {
      best = z[k] > z[best] ? k : best;
    }
    return best;
  }

  /**
   * Loss of a word; the products become probabilities less truth.
   *
   * @param z one product of two classes, otherwise one per class
   */
  static double of(double[] z, int truth) {
    return z.length == 1 ? binary(z, truth) : softmax(z, truth);
  }

  /**
   * Turns products into probabilities: of the second of two classes, otherwise of each.
   *
   * @param z one product of two classes, otherwise one per class
   */
  static void probabilities(double[] z) {
    of(z, 0);
    if (z.length > 1) {
      z[0] += 1;
    }
  }

  private static double binary(double[] z, int truth) {
    double margin = truth == 1 ? z[0] : -z[0];
    double tail = Math.exp(-Math.abs(z[0]));
    double likely = 1 / (1 + tail);
    double probability = z[0] > 0 ? likely : tail * likely;
    z[0] = probability - truth;
    return Math.log1p(tail) + Math.max(0, -margin);
  }

  private static double softmax(double[] z, int truth) {
    double most = Double.NEGATIVE_INFINITY;
    for (double value : z) {
      most = Math.max(most, value);
    }
    double own = z[truth];
    double sum = 0;
    for (int k = 0; k < z.length; k++) {
      z[k] = Math.exp(z[k] - most);
      sum += z[k];
    }
    for (int k = 0; k < z.length; k++) {
      z[k] /= sum;
    }
    z[truth] -= 1;
    return Math.log(sum) + most - own;
  }
}
