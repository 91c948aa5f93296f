package org.entrain.models;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.entrain.models.layers.Block;
import org.entrain.models.layers.Head;
import org.entrain.models.layers.Rotary;
import org.entrain.models.layers.Stem;

/** What one configuration of an architecture needs and builds. */
public interface NetworkPlan {

  CheckpointConfig config();

  /** True for tensors that files may hold beyond {@link #tensors()} and that change no result. */
  boolean ignores(String tensor);

  /** Every setting beyond the weights that changes results, under one name per meaning. */
  SortedMap<String, String> settings();

  Rotary rotary();

  Part<Stem> stem();

  /**
   * @param layer 0 … L-1
   */
  Part<Block> block(int layer);

  Part<Head> head();

  /** Every tensor the network reads, once, with its shape. */
  default List<TensorSpec> tensors() {
    Set<TensorSpec> all = new LinkedHashSet<>(stem().tensors());
    for (int layer = 0; layer < config().layers(); layer++) {
      all.addAll(block(layer).tensors());
    }
    all.addAll(head().tensors());
    return new ArrayList<>(all);
  }
}
