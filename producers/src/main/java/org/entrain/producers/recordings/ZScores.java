package org.entrain.producers.recordings;

/**
 * z = (x − mean) / standard deviation (population, ddof 0) per column; a column whose values are
 * all equal becomes 0.
 */
final class ZScores {

  private ZScores() {}

  /**
   * Standardises every column over some rows of {@code values}, shape [rows][columns], in place.
   */
  static void standardise(double[][] values, int first, int rows) {
    int columns = values[first].length;
    for (int c = 0; c < columns; c++) {
      boolean constant = true;
      double mean = 0;
      for (int i = first; i < first + rows; i++) {
        mean += values[i][c] / rows;
        constant &= values[i][c] == values[first][c];
      }
      double squares = 0;
      for (int i = first; i < first + rows; i++) {
        values[i][c] -= mean;
        squares += values[i][c] * values[i][c];
      }
      double deviation = Math.sqrt(squares / rows);
      for (int i = first; i < first + rows; i++) {
        values[i][c] = constant || deviation == 0 ? 0 : values[i][c] / deviation;
      }
    }
  }
}
