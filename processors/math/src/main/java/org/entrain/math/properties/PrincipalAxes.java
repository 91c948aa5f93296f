package org.entrain.math.properties;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.entrain.math.LinearAlgebra;
import org.entrain.math.LinearAlgebra.Eigen;
import org.entrain.math.LinearAlgebra.Operand;
import org.entrain.math.Parallel;

/**
 * Representations centred and turned to their principal axes, where XᵀX is diagonal. Turning keeps
 * lengths, so weights of a probe are penalised alike before and after; and the curvature of its
 * objective is nearly diagonal, which is what makes a few steps of a quasi-Newton method suffice.
 *
 * @param stripes rows of X, some after the other: rows × H each
 * @param operands the same stripes, to multiply with
 * @param axes eigenvectors of XᵀX as columns, H × H
 * @param squares eigenvalues of XᵀX, H
 * @param mean what was subtracted, H
 */
record PrincipalAxes(
    List<DMatrixRMaj> stripes,
    List<Operand> operands,
    DMatrixRMaj axes,
    double[] squares,
    double[] mean)
    implements AutoCloseable {

  /** Stripes, however many threads there are, so that sums are of the same parts. */
  private static final int STRIPES = 8;

  static PrincipalAxes of(LinearAlgebra algebra, int threads, FMatrixRMaj words) {
    double[] mean = ClassSums.mean(words);
    int width = words.numCols;
    List<DMatrixRMaj> centred = new ArrayList<>();
    int rows = (words.numRows + STRIPES - 1) / STRIPES;
    for (int from = 0; from < words.numRows; from += rows) {
      int count = Math.min(rows, words.numRows - from);
      DMatrixRMaj stripe = new DMatrixRMaj(count, width);
      for (int i = 0; i < stripe.getNumElements(); i++) {
        stripe.data[i] = words.data[from * width + i] - mean[i % width];
      }
      centred.add(stripe);
    }
    Eigen eigen = algebra.eigen(gram(algebra, threads, centred, width));
    DMatrixRMaj[] stripes = new DMatrixRMaj[centred.size()];
    Operand[] operands = new Operand[stripes.length];
    Parallel.run(
        threads,
        stripes.length,
        i -> stripes[i] = algebra.multiplyTransposed(centred.get(i), eigen.vectors()));
    for (int i = 0; i < stripes.length; i++) {
      operands[i] = algebra.operand(stripes[i]);
    }
    double[] squares = eigen.values().clone();
    for (int h = 0; h < width; h++) {
      squares[h] = Math.max(0, squares[h]);
    }
    return new PrincipalAxes(
        List.of(stripes),
        List.of(operands),
        CommonOps_DDRM.transpose(eigen.vectors(), null),
        squares,
        mean);
  }

  /** Summed in order, so many stripes at a time as there are threads. */
  private static DMatrixRMaj gram(
      LinearAlgebra algebra, int threads, List<DMatrixRMaj> stripes, int width) {
    DMatrixRMaj gram = new DMatrixRMaj(width, width);
    for (int first = 0; first < stripes.size(); first += threads) {
      int from = first;
      DMatrixRMaj[] parts = new DMatrixRMaj[Math.min(threads, stripes.size() - first)];
      Parallel.run(
          threads, parts.length, i -> parts[i] = algebra.gramOfColumns(stripes.get(from + i)));
      for (DMatrixRMaj part : parts) {
        CommonOps_DDRM.addEquals(gram, part);
      }
    }
    return gram;
  }

  @Override
  public void close() {
    operands.forEach(Operand::close);
  }

  int width() {
    return squares.length;
  }

  /** Vectors in the words' own coordinates, less the mean, along the axes. */
  DMatrixRMaj turned(LinearAlgebra algebra, DMatrixRMaj vectors) {
    DMatrixRMaj centred = vectors.copy();
    for (int i = 0; i < centred.getNumElements(); i++) {
      centred.data[i] -= mean[i % mean.length];
    }
    return algebra.multiply(centred, axes);
  }
}
