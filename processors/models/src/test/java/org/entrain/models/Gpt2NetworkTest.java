package org.entrain.models;

class Gpt2NetworkTest extends NetworkContract {

  @Override
  TestCheckpoint checkpoint() {
    return TestCheckpoint.gpt2();
  }
}
