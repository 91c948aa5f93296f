package org.entrain.math;

class EjmlTestRowsTest extends TestRowsContract {

  @Override
  LinearAlgebra algebra() {
    return new EjmlAlgebra();
  }
}
