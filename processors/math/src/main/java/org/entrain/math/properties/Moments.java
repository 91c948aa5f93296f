package org.entrain.math.properties;

import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.entrain.math.LinearAlgebra;

/**
 * Representations about their mean, and what projections need of them.
 *
 * @param mean H
 * @param centred words × H
 * @param gram Xᵀ X of the centred words, H × H
 */
record Moments(double[] mean, DMatrixRMaj centred, DMatrixRMaj gram) {

  static Moments of(LinearAlgebra algebra, FMatrixRMaj words) {
    double[] mean = ClassSums.mean(words);
    DMatrixRMaj centred = new DMatrixRMaj(words.numRows, words.numCols);
    for (int i = 0; i < centred.getNumElements(); i++) {
      centred.data[i] = words.data[i] - mean[i % mean.length];
    }
    return new Moments(mean, centred, algebra.gramOfColumns(centred));
  }

  int width() {
    return mean.length;
  }

  /** Xᵀ Z of the classes' indicators about their means: H × classes. */
  DMatrixRMaj withLabels(Labels labels) {
    int classes = labels.classes().size();
    if (labels.words() != centred.numRows) {
      throw new IllegalArgumentException(
          "%d words have representations, %d have labels of %s"
              .formatted(centred.numRows, labels.words(), labels.property()));
    }
    DMatrixRMaj sums = new DMatrixRMaj(width(), classes);
    for (int i = 0; i < centred.numRows; i++) {
      int c = labels.classOf()[i];
      for (int h = 0; h < width(); h++) {
        sums.data[h * classes + c] += centred.data[i * width() + h];
      }
    }
    // X is centred, so that Z need not be.
    return sums;
  }
}
