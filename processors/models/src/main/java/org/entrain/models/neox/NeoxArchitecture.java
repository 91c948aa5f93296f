package org.entrain.models.neox;

import org.entrain.models.Architecture;
import org.entrain.models.ConfigFile;
import org.entrain.models.NetworkPlan;

/** GPT-NeoX (Black et al. 2022), as the transformers library computes it. */
public final class NeoxArchitecture implements Architecture {

  @Override
  public String modelType() {
    return NeoxConfig.MODEL_TYPE;
  }

  @Override
  public NetworkPlan plan(ConfigFile config) {
    return new NeoxPlan(NeoxConfig.read(config));
  }
}
