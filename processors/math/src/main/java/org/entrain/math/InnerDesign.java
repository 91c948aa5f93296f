package org.entrain.math;

import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * What held-out errors are made from, but for the penalty.
 *
 * @param kernel of the n training rows
 * @param intercept whether inner fits have one
 * @param folds inner folds
 * @param weights of the rows' squared errors, n
 * @param compared whether errors are compared or summed beyond a voxel's own choice among the
 *     penalties: then all that matters to that is not enough
 */
record InnerDesign(
    LinearAlgebra algebra,
    Spectrum kernel,
    boolean intercept,
    List<InnerFold> folds,
    double[] weights,
    boolean compared) {

  /** Number of training rows, n. */
  int rows() {
    return kernel.size();
  }

  /** Of every inner fold, the held rows of (G_LL)⁻¹ of the rows L left out. */
  List<DMatrixRMaj> inverses(double lambda) {
    return folds.stream()
        .map(
            fold ->
                HeldOut.inverse(
                    algebra, kernel.inverseBlock(algebra, fold.left(), lambda, intercept), fold))
        .toList();
  }
}
