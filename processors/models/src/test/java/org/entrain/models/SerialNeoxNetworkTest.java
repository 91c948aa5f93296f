package org.entrain.models;

class SerialNeoxNetworkTest extends NetworkContract {

  @Override
  TestCheckpoint checkpoint() {
    TestCheckpoint checkpoint = TestCheckpoint.neox();
    checkpoint.config().put("use_parallel_residual", false);
    return checkpoint;
  }
}
