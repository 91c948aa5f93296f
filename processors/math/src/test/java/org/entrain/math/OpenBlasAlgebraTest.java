package org.entrain.math;

class OpenBlasAlgebraTest extends LinearAlgebraContract {

  @Override
  LinearAlgebra algebra() {
    return new OpenBlasAlgebra();
  }
}
