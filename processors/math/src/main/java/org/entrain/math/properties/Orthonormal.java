package org.entrain.math.properties;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.entrain.math.LinearAlgebra;
import org.entrain.math.LinearAlgebra.Eigen;

/** Orthonormal bases of a few columns. */
final class Orthonormal {

  private Orthonormal() {}

  /**
   * A basis of what the columns span, leaving out directions whose square is below a share of the
   * largest: H × rank.
   */
  static DMatrixRMaj ofColumns(DMatrixRMaj columns, double least) {
    DMatrixRMaj gram = new DMatrixRMaj(columns.numCols, columns.numCols);
    CommonOps_DDRM.multTransA(columns, columns, gram);
    Eigen eigen = LinearAlgebra.ejml().eigen(gram);
    double largest = eigen.values()[columns.numCols - 1];
    int rank = 0;
    while (rank < columns.numCols && eigen.values()[columns.numCols - 1 - rank] > least * largest) {
      rank++;
    }
    DMatrixRMaj basis = new DMatrixRMaj(columns.numRows, rank);
    for (int k = 0; k < rank; k++) {
      int i = columns.numCols - 1 - k;
      double length = Math.sqrt(eigen.values()[i]);
      for (int h = 0; h < columns.numRows; h++) {
        double sum = 0;
        for (int c = 0; c < columns.numCols; c++) {
          sum += columns.get(h, c) * eigen.vectors().get(i, c);
        }
        basis.set(h, k, sum / length);
      }
    }
    return basis;
  }
}
