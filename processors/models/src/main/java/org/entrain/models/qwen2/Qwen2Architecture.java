package org.entrain.models.qwen2;

import org.entrain.models.Architecture;
import org.entrain.models.ConfigFile;
import org.entrain.models.NetworkPlan;
import org.entrain.models.gated.GatedConfig;
import org.entrain.models.gated.GatedConfig.Biases;
import org.entrain.models.gated.GatedPlan;

/** Qwen2 (Yang et al. 2024), as the transformers library computes it. */
public final class Qwen2Architecture implements Architecture {

  private static final Biases BIASES = new Biases(true, false, false);

  @Override
  public String modelType() {
    return "qwen2";
  }

  @Override
  public NetworkPlan plan(ConfigFile config) {
    config.requireFlag(false, "use_sliding_window");
    return new GatedPlan(GatedConfig.read(modelType(), config, BIASES));
  }
}
