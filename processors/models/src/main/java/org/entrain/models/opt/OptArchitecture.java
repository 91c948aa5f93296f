package org.entrain.models.opt;

import org.entrain.models.Architecture;
import org.entrain.models.ConfigFile;
import org.entrain.models.NetworkPlan;

/**
 * OPT (Zhang et al. 2022), as the transformers library computes it, but for one thing: where
 * embeddings are narrower than hidden states (OPT-350M), hidden state L is the last block's output
 * and not its projection to the embedding's size, so that all layers have one width. The projection
 * belongs to the head; log-probabilities are the library's.
 */
public final class OptArchitecture implements Architecture {

  @Override
  public String modelType() {
    return OptConfig.MODEL_TYPE;
  }

  @Override
  public NetworkPlan plan(ConfigFile config) {
    return new OptPlan(OptConfig.read(config));
  }
}
