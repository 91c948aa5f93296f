package org.entrain.math.properties;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.entrain.math.LinearAlgebra;

/**
 * Iterative null-space projection (Ravfogel et al. 2020): a linear classifier is fitted to the
 * words, the directions that it reads are projected out, and so on until a classifier does no
 * better on these words than naming the largest class, or {@value #ROUNDS} rounds are done. The
 * classifier is ridge regression on the classes' indicators, penalty 1, largest prediction wins.
 */
final class Inlp {

  private static final int ROUNDS = 20;
  private static final double PENALTY = 1;

  /** Share of the largest square below which a classifier reads no direction. */
  private static final double FLAT = 1e-10;

  private Inlp() {}

  static Erasure of(LinearAlgebra algebra, Moments moments, Labels labels) {
    int width = moments.width();
    DMatrixRMaj cross = moments.withLabels(labels);
    DMatrixRMaj gram = moments.gram().copy();
    for (int h = 0; h < width; h++) {
      gram.add(h, h, PENALTY);
    }
    DMatrixRMaj taken = new DMatrixRMaj(width, 0);
    for (int round = 0; round < ROUNDS; round++) {
      // What was taken away has no variance: the classifier sees P G P and P c.
      DMatrixRMaj seen = projected(projectedBothSides(gram, taken), taken, PENALTY);
      DMatrixRMaj weights = without(cross, taken);
      if (!algebra.solvePositive(seen, weights)) {
        throw new ArithmeticException("the Gram matrix of the words is not positive definite");
      }
      weights = without(weights, taken);
      if (accuracy(algebra, moments, labels, weights) <= labels.chance()) {
        break;
      }
      DMatrixRMaj more = Orthonormal.ofColumns(weights, FLAT);
      if (more.numCols == 0 || taken.numCols + more.numCols >= width) {
        break;
      }
      DMatrixRMaj both = new DMatrixRMaj(width, taken.numCols + more.numCols);
      CommonOps_DDRM.insert(taken, both, 0, 0);
      CommonOps_DDRM.insert(more, both, 0, taken.numCols);
      taken = both;
    }
    return new Erasure.ByProjection(moments.mean(), taken, CommonOps_DDRM.transpose(taken, null));
  }

  /** (I − T Tᵀ) A. */
  private static DMatrixRMaj without(DMatrixRMaj a, DMatrixRMaj taken) {
    DMatrixRMaj rest = a.copy();
    if (taken.numCols > 0) {
      DMatrixRMaj along = new DMatrixRMaj(taken.numCols, a.numCols);
      CommonOps_DDRM.multTransA(taken, a, along);
      CommonOps_DDRM.multAdd(-1, taken, along, rest);
    }
    return rest;
  }

  private static DMatrixRMaj projectedBothSides(DMatrixRMaj gram, DMatrixRMaj taken) {
    DMatrixRMaj half = CommonOps_DDRM.transpose(without(gram, taken), null);
    return without(half, taken);
  }

  /**
   * Gives the directions that were taken away the penalty's curvature, so that A has an inverse.
   */
  private static DMatrixRMaj projected(DMatrixRMaj a, DMatrixRMaj taken, double penalty) {
    if (taken.numCols > 0) {
      CommonOps_DDRM.multAddTransB(penalty, taken, taken, a);
    }
    return a;
  }

  /** Share of the words that the largest prediction classifies rightly. */
  private static double accuracy(
      LinearAlgebra algebra, Moments moments, Labels labels, DMatrixRMaj weights) {
    DMatrixRMaj scores = algebra.multiply(moments.centred(), weights);
    int[] counts = labels.counts();
    int right = 0;
    for (int i = 0; i < scores.numRows; i++) {
      int best = 0;
      double highest = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < scores.numCols; c++) {
        // Indicators are regressed about their means, the classes' shares.
        double score = scores.get(i, c) + (double) counts[c] / labels.words();
        if (score > highest) {
          highest = score;
          best = c;
        }
      }
      right += best == labels.classOf()[i] ? 1 : 0;
    }
    return (double) right / labels.words();
  }
}
