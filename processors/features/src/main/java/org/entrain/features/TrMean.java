package org.entrain.features;

import java.util.List;

/** Mean of the representations of a TR's words. */
final class TrMean {

  private TrMean() {}

  /**
   * Means in the order of the words, in double precision, so that the result does not depend on the
   * order in which they came.
   *
   * @param words representations, each of shape [length]; none gives zeros
   * @return shape [length]
   */
  static float[] of(List<float[]> words, int length) {
    double[] sums = new double[length];
    for (float[] word : words) {
      for (int i = 0; i < length; i++) {
        sums[i] += word[i];
      }
    }
    float[] mean = new float[length];
    for (int i = 0; i < length; i++) {
      mean[i] = words.isEmpty() ? 0 : (float) (sums[i] / words.size());
    }
    return mean;
  }
}
