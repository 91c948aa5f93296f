package org.entrain.models.neox;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.SparseFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.entrain.models.layers.LayerNorm;
import org.entrain.models.layers.Linear;
import org.entrain.models.layers.Network;
import org.entrain.models.layers.Positions;
import org.entrain.models.layers.Weights;

/** Embedding, blocks, final norm and head of a GPT-NeoX checkpoint. */
record NeoxNetwork(
    NeoxConfig config, NDArray embedding, List<NeoxBlock> blocks, LayerNorm finalNorm, Linear head)
    implements Network {

  static NeoxNetwork of(NeoxConfig config, Weights weights) {
    NDArray embedding = weights.get(NeoxPlan.EMBEDDING);
    return new NeoxNetwork(
        config,
        embedding,
        IntStream.range(0, config.common().layers())
            .mapToObj(layer -> NeoxBlock.of(config, weights, layer))
            .toList(),
        LayerNorm.of(weights, NeoxPlan.FINAL_NORM, config.epsilon()),
        new Linear(config.tied() ? embedding : weights.get(NeoxPlan.HEAD), null));
  }

  @Override
  public NDArray embed(NDArray ids) {
    return ids.getNDArrayInternal().embedding(ids, embedding, SparseFormat.DENSE).get(0);
  }

  @Override
  public NDArray block(int layer, NDArray x, Positions positions, boolean lastOnly) {
    return blocks.get(layer).apply(x, positions, lastOnly);
  }

  @Override
  public NDArray norm(NDArray x) {
    return finalNorm.apply(x);
  }

  @Override
  public NDArray logits(NDArray hidden) {
    return head.apply(hidden);
  }

  @Override
  public int rotaryDimensions() {
    return config.rotary();
  }

  @Override
  public double rotaryBase() {
    return config.rotaryBase();
  }
}
