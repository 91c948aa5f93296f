package org.entrain.models;

class ParallelNeoxNetworkTest extends NetworkContract {

  @Override
  TestCheckpoint checkpoint() {
    return TestCheckpoint.neox();
  }
}
