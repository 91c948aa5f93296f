package org.entrain.models;

class ProjectedOptNetworkTest extends NetworkContract {

  @Override
  TestCheckpoint checkpoint() {
    return TestCheckpoint.optProjected();
  }
}
