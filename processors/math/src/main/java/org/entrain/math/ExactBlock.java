package org.entrain.math;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Held-out errors of an inner fold without which the features nearly lose a dimension, such as one
 * that holds all occurrences of a feature. With a small penalty the predictions of {@link
 * PrimalFold} are then small differences of large numbers: everything here is in double precision,
 * and every penalty by itself. Several times slower, and rare.
 */
final class ExactBlock {

  private static final int ROWS = 512;

  private final LinearAlgebra algebra;
  private final int threads;
  private final PrimalFold fold;
  private final InnerFold part;

  ExactBlock(LinearAlgebra algebra, int threads, PrimalFold fold, InnerFold part) {
    this.algebra = algebra;
    this.threads = threads;
    this.fold = fold;
    this.part = part;
  }

  /**
   * Adds the fold's part of the criterion, as {@link HeldOutBlock#addErrors} does.
   *
   * @param u rows left out × columns
   * @param errors per panel, penalties × width
   * @param totals per panel, width
   */
  void addErrors(
      DMatrixRMaj u,
      double[] lambdas,
      List<PrimalPanel> panels,
      boolean perFold,
      List<double[]> errors,
      List<double[]> totals) {
    DMatrixRMaj[] z = rest(panels);
    DMatrixRMaj[] operators = new DMatrixRMaj[lambdas.length];
    Parallel.run(
        threads, lambdas.length, l -> operators[l] = fold.operator(algebra, part, u, lambdas[l]));
    Parallel.run(
        threads,
        panels.size(),
        i -> {
          float[] recorded = panels.get(i).rows(part.held());
          RowWeights.scaled(recorded, part.held(), fold.rowWeights());
          int width = z[i].numCols;
          double[] residual = new double[lambdas.length * width];
          for (int l = 0; l < lambdas.length; l++) {
            addSquares(recorded, algebra.multiply(operators[l], z[i]), residual, l * width);
          }
          HeldOutBlock.addErrors(recorded, residual, perFold, errors.get(i), totals.get(i));
        });
  }

  /** Uᵀ Y of the rows that are not left out, columns × width for every panel. */
  private DMatrixRMaj[] rest(List<PrimalPanel> panels) {
    int n = fold.fold().train().length;
    int[] rest =
        IntStream.range(0, n).filter(i -> Arrays.binarySearch(part.left(), i) < 0).toArray();
    DMatrixRMaj[] z = new DMatrixRMaj[panels.size()];
    for (int i = 0; i < z.length; i++) {
      z[i] = new DMatrixRMaj(fold.columns(), panels.get(i).y().columns());
    }
    for (int from = 0; from < rest.length; from += ROWS) {
      int[] rows = Arrays.copyOfRange(rest, from, Math.min(rest.length, from + ROWS));
      DMatrixRMaj ut = CommonOps_DDRM.transpose(fold.u(algebra, rows), null);
      Parallel.run(
          threads,
          z.length,
          i -> {
            float[] y = panels.get(i).rows(rows);
            DMatrixRMaj values = new DMatrixRMaj(rows.length, z[i].numCols);
            for (int j = 0; j < y.length; j++) {
              values.data[j] = y[j];
            }
            CommonOps_DDRM.addEquals(z[i], algebra.multiply(ut, values));
          });
    }
    return z;
  }

  private static void addSquares(float[] recorded, DMatrixRMaj p, double[] sums, int at) {
    int width = p.numCols;
    for (int i = 0; i < recorded.length; i++) {
      double e = recorded[i] - p.data[i];
      sums[at + i % width] += e * e;
    }
  }
}
