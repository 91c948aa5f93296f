package org.entrain.math;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;

/** Removal of slow drifts: least-squares polynomials in time, subtracted within each run. */
public final class Detrend {

  /**
   * Share of a column's squares below which its rest is rounding: 100 units of float32, squared.
   */
  private static final double ROUNDING = 1e-10;

  private Detrend() {}

  /**
   * Subtracts the polynomial that fits each column of each run best. The constant belongs to the
   * polynomial, so that every column of a run has mean 0 afterwards. A run of n rows takes a degree
   * of n − 1 at most.
   *
   * @param values rows × columns, row-major; overwritten
   * @param runOfRow run of every row; rows of a run are equally spaced in time
   * @param degree 1 linear, 2 quadratic
   */
  public static void perRun(float[] values, int columns, int[] runOfRow, int degree) {
    perRun(values, columns, runOfRow, IntStream.range(0, runOfRow.length).toArray(), degree);
  }

  /**
   * The same for rows with gaps between them.
   *
   * @param timeOfRow time of every row, TRs, ascending within a run
   */
  static void perRun(float[] values, int columns, int[] runOfRow, int[] timeOfRow, int degree) {
    if (degree < 1) {
      throw new IllegalArgumentException("degree of drifts must be 1 or more: " + degree);
    }
    Shapes.same("values", values.length, runOfRow.length * columns);
    for (int run : IntStream.of(runOfRow).distinct().toArray()) {
      int[] rows = IntStream.range(0, runOfRow.length).filter(i -> runOfRow[i] == run).toArray();
      int[] times = IntStream.of(rows).map(row -> timeOfRow[row]).toArray();
      subtract(values, columns, rows, basis(times, Math.min(degree, rows.length - 1)));
    }
  }

  /** Orthonormal polynomials on n times: the Q (n × degree + 1) of a QR decomposition. */
  private static DMatrixRMaj basis(int[] times, int degree) {
    int n = times.length;
    double span = Math.max(1, times[n - 1] - times[0]);
    DMatrixRMaj powers = new DMatrixRMaj(n, degree + 1);
    for (int i = 0; i < n; i++) {
      double time = 2 * (times[i] - times[0]) / span - 1; // in −1 … 1: well conditioned
      for (int d = 0; d <= degree; d++) {
        powers.set(i, d, Math.pow(time, d));
      }
    }
    var qr = DecompositionFactory_DDRM.qr(n, degree + 1);
    if (!qr.decompose(powers)) {
      throw new ArithmeticException("QR of " + n + " points fails");
    }
    return qr.getQ(null, true);
  }

  private static void subtract(float[] values, int columns, int[] rows, DMatrixRMaj q) {
    double[] fit = new double[rows.length * columns];
    double[] weight = new double[columns];
    for (int d = 0; d < q.numCols; d++) {
      Arrays.fill(weight, 0);
      for (int i = 0; i < rows.length; i++) {
        for (int j = 0; j < columns; j++) {
          weight[j] += q.get(i, d) * values[rows[i] * columns + j];
        }
      }
      for (int i = 0; i < rows.length; i++) {
        for (int j = 0; j < columns; j++) {
          fit[i * columns + j] += q.get(i, d) * weight[j];
        }
      }
    }
    double[] before = new double[columns];
    double[] after = new double[columns];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns; j++) {
        double value = values[rows[i] * columns + j];
        double rest = value - fit[i * columns + j];
        before[j] += value * value;
        after[j] += rest * rest;
      }
    }
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns; j++) {
        int at = rows[i] * columns + j;
        // What rounding leaves of a column that is all drift is no signal.
        boolean rest = after[j] > ROUNDING * before[j];
        values[at] = rest ? (float) (values[at] - fit[i * columns + j]) : 0;
      }
    }
  }
}
