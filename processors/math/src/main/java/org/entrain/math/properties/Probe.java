package org.entrain.math.properties;

/**
 * How well a property can be read from representations.
 *
 * @param correct words classified rightly by the fits that had not seen them
 * @param words all words
 * @param strengths C of every fold
 */
public record Probe(int correct, int words, double[] strengths) {

  public double accuracy() {
    return correct / (double) words;
  }
}
