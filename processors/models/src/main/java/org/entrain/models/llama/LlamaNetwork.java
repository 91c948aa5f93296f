package org.entrain.models.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.SparseFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.entrain.models.layers.Linear;
import org.entrain.models.layers.Network;
import org.entrain.models.layers.Positions;
import org.entrain.models.layers.RmsNorm;
import org.entrain.models.layers.Weights;

/** Embedding, blocks, final norm and head of a LLaMA checkpoint. */
record LlamaNetwork(
    LlamaConfig config, NDArray embedding, List<LlamaBlock> blocks, RmsNorm finalNorm, Linear head)
    implements Network {

  static LlamaNetwork of(LlamaConfig config, Weights weights) {
    NDArray embedding = weights.get(LlamaPlan.EMBEDDING);
    return new LlamaNetwork(
        config,
        embedding,
        IntStream.range(0, config.common().layers())
            .mapToObj(layer -> LlamaBlock.of(config, weights, layer))
            .toList(),
        RmsNorm.of(weights, LlamaPlan.FINAL_NORM, config.epsilon()),
        new Linear(config.tied() ? embedding : weights.get(LlamaPlan.HEAD), null));
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
    return config.headSize();
  }

  @Override
  public double rotaryBase() {
    return config.rotaryBase();
  }
}
