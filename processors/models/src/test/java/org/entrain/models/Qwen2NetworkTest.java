package org.entrain.models;

class Qwen2NetworkTest extends NetworkContract {

  @Override
  TestCheckpoint checkpoint() {
    return TestCheckpoint.qwen2();
  }
}
