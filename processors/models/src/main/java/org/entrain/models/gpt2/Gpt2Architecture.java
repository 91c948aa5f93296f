package org.entrain.models.gpt2;

import org.entrain.models.Architecture;
import org.entrain.models.ConfigFile;
import org.entrain.models.NetworkPlan;

/** GPT-2 (Radford et al. 2019), as the transformers library computes it. */
public final class Gpt2Architecture implements Architecture {

  @Override
  public String modelType() {
    return Gpt2Config.MODEL_TYPE;
  }

  @Override
  public NetworkPlan plan(ConfigFile config) {
    return new Gpt2Plan(Gpt2Config.read(config));
  }
}
