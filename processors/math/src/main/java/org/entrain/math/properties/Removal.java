package org.entrain.math.properties;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;

/**
 * What a property's labels predict of representations, and leaves them without: W − T θ − b.
 *
 * @param coding columns of T
 * @param theta θ, columns of T × H
 * @param intercept b, H
 * @param lambda the penalty
 * @param errors Σ over folds of 1 − mean R² over outputs, by penalty
 */
public record Removal(
    Coding coding, DMatrixRMaj theta, double[] intercept, double lambda, double[] errors) {

  /**
   * T θ + b of every class: classes × H.
   *
   * @param classes names of the classes, in their order
   */
  public DMatrixRMaj predictions(List<String> classes) {
    return RemovalFit.predictions(coding.codes(classes), theta, intercept);
  }

  /**
   * Representations without the property.
   *
   * @param words words × H
   */
  public FMatrixRMaj residual(FMatrixRMaj words, Labels labels) {
    DMatrixRMaj predictions = predictions(labels.classes());
    FMatrixRMaj residual = new FMatrixRMaj(words.numRows, words.numCols);
    for (int i = 0; i < words.numRows; i++) {
      int at = labels.classOf()[i] * words.numCols;
      for (int h = 0; h < words.numCols; h++) {
        residual.data[i * words.numCols + h] =
            (float) (words.data[i * words.numCols + h] - predictions.data[at + h]);
      }
    }
    return residual;
  }
}
