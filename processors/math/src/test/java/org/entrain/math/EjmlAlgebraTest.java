package org.entrain.math;

class EjmlAlgebraTest extends LinearAlgebraContract {

  @Override
  LinearAlgebra algebra() {
    return new EjmlAlgebra();
  }
}
