package org.entrain.math;

import org.ejml.data.DMatrixRMaj;
import org.entrain.math.LinearAlgebra.FloatMatrix;

/**
 * Where a thread makes quadratic forms: as large as the kernel, kept from form to form so that the
 * garbage collector need not carry them about.
 *
 * @param g (K + λI)⁻¹, n × n
 * @param held predictions of an inner fold
 * @param predictions row i of √W O, which predicts training row i, n × n
 * @param gram its Gram matrix, n × n
 * @param left the predictions where products are fast
 * @param product the Gram matrix where it is made
 */
record FormWork(
    InnerDesign design,
    DMatrixRMaj g,
    DMatrixRMaj held,
    float[] predictions,
    float[] gram,
    FloatMatrix left,
    FloatMatrix product)
    implements AutoCloseable {

  static FormWork of(InnerDesign design) {
    int n = design.rows();
    LinearAlgebra algebra = design.algebra();
    return new FormWork(
        design,
        new DMatrixRMaj(n, n),
        new DMatrixRMaj(0, 0),
        new float[n * n],
        new float[n * n],
        algebra.allocate(n, n),
        algebra.allocate(n, n));
  }

  /**
   * M − W, packed, from the predictions' operator O = I − E: with R = √W O it is RᵀR − √W R − (√W
   * R)ᵀ. Nothing cancels, so single precision serves even where predictions are tiny.
   */
  float[] form(double lambda) {
    LinearAlgebra algebra = design.algebra();
    double[] weights = design.weights();
    design.kernel().inverse(algebra, lambda, design.intercept(), g);
    int n = g.numCols;
    // Rows that no fold holds stay 0.
    for (InnerFold fold : design.folds()) {
      HeldOut.predictions(algebra, g, fold, weights, held, fold.held(), predictions);
    }
    left.set(predictions);
    algebra.gramOfColumns(left, product);
    product.get(0, n, gram);
    return PackedForms.packed(gram, predictions, weights);
  }

  @Override
  public void close() {
    left.close();
    product.close();
  }
}
