package org.entrain.models.text;

/**
 * What the reading of a passage gave.
 *
 * @param vectors hidden states, [words][layers][H]
 * @param logProbabilities natural logarithms of the tokens after the windows, in the text's order
 * @param seconds time of the forward passes
 */
public record PassageStates(float[][][] vectors, double[] logProbabilities, double seconds) {

  /** Sum of the log-probabilities, added in the text's order. */
  public double logProbabilitySum() {
    double sum = 0;
    for (double logProbability : logProbabilities) {
      sum += logProbability;
    }
    return sum;
  }
}
