package org.entrain.models;

class OptNetworkTest extends NetworkContract {

  @Override
  TestCheckpoint checkpoint() {
    return TestCheckpoint.opt();
  }
}
