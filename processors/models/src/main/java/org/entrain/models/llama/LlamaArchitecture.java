package org.entrain.models.llama;

import org.entrain.models.Architecture;
import org.entrain.models.ConfigFile;
import org.entrain.models.NetworkPlan;
import org.entrain.models.gated.GatedConfig;
import org.entrain.models.gated.GatedConfig.Biases;
import org.entrain.models.gated.GatedPlan;

/** LLaMA (Touvron et al. 2023; Dubey et al. 2024), as the transformers library computes it. */
public final class LlamaArchitecture implements Architecture {

  @Override
  public String modelType() {
    return "llama";
  }

  @Override
  public NetworkPlan plan(ConfigFile config) {
    boolean attention = config.flagOr(false, "attention_bias");
    Biases biases = new Biases(attention, attention, config.flagOr(false, "mlp_bias"));
    return new GatedPlan(GatedConfig.read(modelType(), config, biases));
  }
}
