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
      FMatrixRMaj residual = words.copy();
      for (int i = 0; i < words.numRows; i++) {
        apply(residual.data, i * words.numCols, 1);
      }
      return residual;
    }

    /**
     * Takes the property out of H values in place.
     *
     * @param at where they begin
     * @param present how much of the mean is in them: 1 in a word and in a mean of words, 0 in the
     *     zeros of a TR without words
     */
    public void apply(float[] values, int at, double present) {
      int width = mean.length;
      double[] along = new double[left.numCols];
      for (int h = 0; h < width; h++) {
        double value = values[at + h] - present * mean[h];
        for (int k = 0; k < along.length; k++) {
          along[k] += value * left.get(h, k);
        }
      }
      for (int k = 0; k < along.length; k++) {
        for (int h = 0; h < width; h++) {
          values[at + h] -= (float) (along[k] * right.get(k, h));
        }
      }
    }
  }
}
