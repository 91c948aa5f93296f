package org.entrain.models.llama;

import org.entrain.models.Architecture;
import org.entrain.models.ConfigFile;
import org.entrain.models.NetworkPlan;

/** LLaMA (Touvron et al. 2023), as the transformers library computes it. */
public final class LlamaArchitecture implements Architecture {

  @Override
  public String modelType() {
    return LlamaConfig.MODEL_TYPE;
  }

  @Override
  public NetworkPlan plan(ConfigFile config) {
    return new LlamaPlan(LlamaConfig.read(config));
  }
}
