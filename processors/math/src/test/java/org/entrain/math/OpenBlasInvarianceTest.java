package org.entrain.math;

class OpenBlasInvarianceTest extends InvarianceContract {

  @Override
  LinearAlgebra algebra() {
    return new OpenBlasAlgebra();
  }
}
