package org.entrain.math.properties;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;

/** What is taken from representations, so that they lack a property. */
public sealed interface Erasure {

  /**
   * Predictions from labels, which are subtracted.
   *
   * @param fits one for all folds of an encoding model, or one for each, of its training words
   */
  record ByLabels(List<Removal> fits) implements Erasure {

    public ByLabels {
      fits = List.copyOf(fits);
    }

    /** The penalty; of several fits the middle one of theirs. */
    public double lambda() {
      double[] lambdas = fits.stream().mapToDouble(Removal::lambda).sorted().toArray();
      return lambdas[lambdas.length / 2];
    }
  }

  /**
   * A projection about the mean: x becomes x − (x − mean) left right.
   *
   * @param mean H
   * @param left H × k
   * @param right k × H
   */
  record ByProjection(double[] mean, DMatrixRMaj left, DMatrixRMaj right) implements Erasure {

    /**
     * Representations without the property.
     *
     * @param words words × H
     */
    public FMatrixRMaj residual(FMatrixRMaj words) {
      int width = words.numCols;
      FMatrixRMaj residual = words.copy();
      for (int i = 0; i < words.numRows; i++) {
        for (int k = 0; k < left.numCols; k++) {
          double along = 0;
          for (int h = 0; h < width; h++) {
            along += (words.data[i * width + h] - mean[h]) * left.get(h, k);
          }
          for (int h = 0; h < width; h++) {
            residual.data[i * width + h] -= (float) (along * right.get(k, h));
          }
        }
      }
      return residual;
    }
  }
}
