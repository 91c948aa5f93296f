package org.entrain.math;

class EjmlEncodingTest extends EncodingContract {

  @Override
  LinearAlgebra algebra() {
    return new EjmlAlgebra();
  }
}
