package org.entrain.math;

import org.ejml.data.FMatrixRMaj;

/**
 * A matrix of rows × columns that is read in blocks of rows, so that a file can stand behind it.
 */
public interface RowSource {

  /** Number of rows. */
  int rows();

  /** Number of columns. */
  int columns();

  /**
   * Reads rows {@code first} to {@code first + count − 1}.
   *
   * @param target receives count × columns values, row-major, from its start; it may be longer
   */
  void read(int first, int count, float[] target);

  /** A matrix held in memory. */
  static RowSource of(FMatrixRMaj matrix) {
    return new RowSource() {
      @Override
      public int rows() {
        return matrix.numRows;
      }

      @Override
      public int columns() {
        return matrix.numCols;
      }

      @Override
      public void read(int first, int count, float[] target) {
        System.arraycopy(matrix.data, first * columns(), target, 0, count * columns());
      }
    };
  }
}
