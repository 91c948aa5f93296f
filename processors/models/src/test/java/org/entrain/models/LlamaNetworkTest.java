package org.entrain.models;

class LlamaNetworkTest extends NetworkContract {

  @Override
  TestCheckpoint checkpoint() {
    return TestCheckpoint.llama();
  }
}
