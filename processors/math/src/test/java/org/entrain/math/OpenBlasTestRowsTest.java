package org.entrain.math;

class OpenBlasTestRowsTest extends TestRowsContract {

  @Override
  LinearAlgebra algebra() {
    return new OpenBlasAlgebra();
  }
}
