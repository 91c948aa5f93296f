package org.entrain.math;

class EjmlInvarianceTest extends InvarianceContract {

  @Override
  LinearAlgebra algebra() {
    return new EjmlAlgebra();
  }
}
