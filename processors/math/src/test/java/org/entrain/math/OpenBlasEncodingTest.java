package org.entrain.math;

class OpenBlasEncodingTest extends EncodingContract {

  @Override
  LinearAlgebra algebra() {
    return new OpenBlasAlgebra();
  }
}
