package org.entrain.math;

import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;

/**
 * z-scores of columns: (x − mean) / standard deviation, both of the population (ddof 0), computed
 * in double precision. A column whose values are all identical becomes 0.
 */
public final class Standardize {

  private Standardize() {}

  /**
   * z-scores over the given rows only.
   *
   * @param x rows × P, not modified
   * @param rows indices of the rows to take
   * @return rows.length × P
   */
  public static DMatrixRMaj rows(FMatrixRMaj x, int[] rows) {
    return rows(x, rows, rows);
  }

  /**
   * z-scores of some rows by the statistics of others.
   *
   * @param rows indices of the rows to take
   * @param of indices of the rows whose means and deviations scale them
   */
  static DMatrixRMaj rows(FMatrixRMaj x, int[] rows, int[] of) {
    int columns = x.numCols;
    double[] mean = new double[columns];
    double[] scale = new double[columns];
    statistics(x.data, columns, of, mean, scale);
    DMatrixRMaj z = new DMatrixRMaj(0, 0);
    rows(x, rows, mean, scale, z);
    return z;
  }

  /**
   * z-scores of some rows by given means and reciprocal deviations.
   *
   * @param z receives them, whatever its shape
   */
  static void rows(FMatrixRMaj x, int[] rows, double[] mean, double[] scale, DMatrixRMaj z) {
    int columns = x.numCols;
    z.reshape(rows.length, columns);
    for (int i = 0; i < rows.length; i++) {
      int from = rows[i] * columns;
      int to = i * columns;
      for (int j = 0; j < columns; j++) {
        z.data[to + j] = (x.data[from + j] - mean[j]) * scale[j];
      }
    }
  }

  /** z-scores over all rows, as a new matrix. */
  public static FMatrixRMaj columns(FMatrixRMaj x) {
    return perRun(x, new int[x.numRows]);
  }

  /**
   * z-scores within each run, as a new matrix.
   *
   * @param x rows × P, not modified
   * @param runOfRow run of every row
   */
  public static FMatrixRMaj perRun(FMatrixRMaj x, int[] runOfRow) {
    Shapes.same("rows", x.numRows, runOfRow.length);
    FMatrixRMaj z = new FMatrixRMaj(x.numRows, x.numCols);
    for (int run : IntStream.of(runOfRow).distinct().toArray()) {
      int[] rows = IntStream.range(0, x.numRows).filter(i -> runOfRow[i] == run).toArray();
      DMatrixRMaj part = rows(x, rows);
      for (int i = 0; i < rows.length; i++) {
        for (int j = 0; j < x.numCols; j++) {
          z.data[rows[i] * x.numCols + j] = (float) part.data[i * x.numCols + j];
        }
      }
    }
    return z;
  }

  /**
   * Means and reciprocal standard deviations of columns over some rows. The scale of a constant
   * column is 0: whether it is constant is decided on its values, because its computed deviation
   * may be a rounding error instead of 0.
   *
   * @param values row-major, any number of rows × columns
   * @param mean receives {@code columns} means
   * @param scale receives {@code columns} values 1 / deviation, or 0
   */
  static void statistics(float[] values, int columns, int[] rows, double[] mean, double[] scale) {
    for (int row : rows) {
      int at = row * columns;
      for (int j = 0; j < columns; j++) {
        mean[j] += values[at + j];
      }
    }
    for (int j = 0; j < columns; j++) {
      mean[j] /= rows.length;
    }
    for (int row : rows) {
      int at = row * columns;
      for (int j = 0; j < columns; j++) {
        double d = values[at + j] - mean[j];
        scale[j] += d * d;
      }
    }
    boolean[] varies = Columns.vary(values, columns, rows);
    for (int j = 0; j < columns; j++) {
      scale[j] = varies[j] ? 1 / Math.sqrt(scale[j] / rows.length) : 0;
    }
  }
}
