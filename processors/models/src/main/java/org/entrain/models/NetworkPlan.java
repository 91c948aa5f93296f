package org.entrain.models;

import java.util.List;
import java.util.SortedMap;
import org.entrain.models.layers.Network;
import org.entrain.models.layers.Weights;

/** What one configuration of an architecture needs and builds. */
public interface NetworkPlan {

  CheckpointConfig config();

  /** Every tensor the network reads, with its shape. */
  List<TensorSpec> tensors();

  /** True for tensors that files may hold beyond {@link #tensors()} and that change no result. */
  boolean ignores(String tensor);

  /** Every setting beyond the weights that changes results, under one name per meaning. */
  SortedMap<String, String> settings();

  /** Builds the network over the weights, which are keyed by {@link TensorSpec#name()}. */
  Network build(Weights weights);
}
