package org.entrain.math.properties;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.jspecify.annotations.Nullable;

/** What some words add to the objective of a fit, its slope and its held-out score. */
final class FitSums {

  private double loss;
  private int right;
  private final double[] intercepts;
  private final double[][] groups;
  private final double[][] shifts;
  private final int[] columnOf;
  private final boolean[] train;
  private final @Nullable Offsets offsets;
  private final double[] weights;
  private final int columns;
  private final int width;

  /**
   * @param columnOf class of every word
   * @param train whether a word is a training word
   * @param offsets subtracted from the words; null: none
   * @param weights columns × H weights and columns intercepts
   */
  FitSums(
      int[] columnOf, boolean[] train, @Nullable Offsets offsets, double[] weights, int columns) {
    this.columnOf = columnOf;
    this.train = train;
    this.offsets = offsets;
    this.weights = weights;
    this.columns = columns;
    width = weights.length / columns - 1;
    intercepts = new double[columns];
    groups = offsets == null ? new double[0][] : new double[offsets.vectors().numRows][columns];
    shifts = shifts();
  }

  double loss() {
    return loss;
  }

  /** Held-out words that are classified rightly. */
  int right() {
    return right;
  }

  /** Sums of probability less truth, by column. */
  double[] intercepts() {
    return intercepts;
  }

  /** The same by group of the offsets and column. */
  double[][] groups() {
    return groups;
  }

  /** Products of offsets and trial weights: groups × columns. */
  private double[][] shifts() {
    double[][] shifts = new double[groups.length][columns];
    for (int g = 0; g < groups.length; g++) {
      for (int k = 0; k < columns && offsets != null; k++) {
        double product = 0;
        for (int h = 0; h < width; h++) {
          product += offsets.vectors().data[g * width + h] * weights[k * width + h];
        }
        shifts[g][k] = product;
      }
    }
    return shifts;
  }

  /**
   * Takes the products of words and weights, and leaves in their place what the slope is made of:
   * probability less truth of training words, 0 of the others.
   *
   * @param held whether words that are not training words are held out
   */
  void add(DMatrixRMaj products, int column, int firstWord, boolean[] held) {
    double[] z = new double[columns];
    for (int i = 0; i < products.numRows; i++) {
      int word = firstWord + i;
      int at = i * products.numCols + column;
      if (!train[word] && !held[word]) {
        Arrays.fill(products.data, at, at + columns, 0);
        continue;
      }
      int group = offsets == null ? -1 : offsets.groupOf()[word];
      for (int k = 0; k < columns; k++) {
        z[k] = products.data[at + k] + weights[columns * width + k];
        z[k] -= group < 0 ? 0 : shifts[group][k];
      }
      if (!train[word]) {
        right += LogLoss.likeliest(z) == columnOf[word] ? 1 : 0;
        Arrays.fill(products.data, at, at + columns, 0);
        continue;
      }
      loss += LogLoss.of(z, columnOf[word]);
      for (int k = 0; k < columns; k++) {
        products.data[at + k] = z[k];
        intercepts[k] += z[k];
        if (group >= 0) {
          groups[group][k] += z[k];
        }
      }
    }
  }

  void add(FitSums other) {
    loss += other.loss;
    right += other.right;
    for (int k = 0; k < columns; k++) {
      intercepts[k] += other.intercepts[k];
      for (int g = 0; g < groups.length; g++) {
        groups[g][k] += other.groups[g][k];
      }
    }
  }
}
