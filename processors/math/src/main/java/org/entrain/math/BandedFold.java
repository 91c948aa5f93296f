package org.entrain.math;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.entrain.math.LinearAlgebra.FloatMatrix;

/**
 * One outer fold of a banded model: K_γ = Σ γ_i c_i K_i with c_i = d / d_i, where d_i is the mean
 * of K_i's diagonal (the number of its features that vary) and d the sum of all d_i. Equal weights
 * thus mean equal variance whatever the number of features, the penalty grid means what it means
 * for the bands side by side, which are the weights d_i / d, and one band is the plain model.
 */
final class BandedFold {

  private final LinearAlgebra algebra;
  private final Fold fold;
  private final List<Kernels> kernels;
  private final double[] scale;

  private BandedFold(LinearAlgebra algebra, Fold fold, List<Kernels> kernels, double[] scale) {
    this.algebra = algebra;
    this.fold = fold;
    this.kernels = kernels;
    this.scale = scale;
  }

  static BandedFold of(
      LinearAlgebra algebra,
      int threads,
      List<Band> bands,
      int rows,
      Fold fold,
      TestScaling scaling) {
    List<Kernels> kernels = new ArrayList<>();
    double[] diagonal = new double[bands.size()];
    double sum = 0;
    for (int i = 0; i < diagonal.length; i++) {
      RowSource x = bands.get(i).features().features(fold);
      Kernels own = Kernels.of(algebra, threads, x, rows, fold, scaling);
      kernels.add(own);
      diagonal[i] = CommonOps_DDRM.trace(own.train()) / fold.train().length;
      sum += diagonal[i];
    }
    if (sum == 0) {
      int features =
          bands.stream().mapToInt(band -> band.features().features(fold).columns()).sum();
      throw EncodingEngine.constant(fold, features);
    }
    double[] scale = new double[diagonal.length];
    for (int i = 0; i < scale.length; i++) {
      // A band whose features are all constant has no part in the prediction.
      scale[i] = diagonal[i] == 0 ? 0 : sum / diagonal[i];
    }
    return new BandedFold(algebra, fold, kernels, scale);
  }

  Fold fold() {
    return fold;
  }

  /** Held-out errors of a candidate's weights. */
  InnerErrors errors(int threads, double[] gamma, int[] runOfRow, PenaltyChoice choice) {
    return DualFold.errors(algebra, threads, spectrum(gamma), runOfRow, fold, choice, true);
  }

  /** The refit by a candidate's weights. */
  BandedRefit refit(double[] gamma, double[] lambdas) {
    Spectrum spectrum = spectrum(gamma);
    List<FloatMatrix> cross = new ArrayList<>();
    for (int i = 0; i < gamma.length; i++) {
      DMatrixRMaj rotated = algebra.multiply(kernels.get(i).cross(), spectrum.q());
      CommonOps_DDRM.scale(gamma[i] * scale[i], rotated);
      cross.add(Floats.of(algebra, rotated));
    }
    return new BandedRefit(
        algebra, spectrum.values(), lambdas, Floats.of(algebra, spectrum.qt()), cross);
  }

  private Spectrum spectrum(double[] gamma) {
    int n = fold.train().length;
    DMatrixRMaj sum = new DMatrixRMaj(n, n);
    for (int i = 0; i < gamma.length; i++) {
      CommonOps_DDRM.addEquals(sum, gamma[i] * scale[i], kernels.get(i).train());
    }
    return Spectrum.of(algebra, sum);
  }
}
