package org.entrain.models.neox;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.entrain.models.layers.Attention;
import org.entrain.models.layers.Block;
import org.entrain.models.layers.LayerNorm;
import org.entrain.models.layers.Linear;
import org.entrain.models.layers.Mlp;
import org.entrain.models.layers.SelfAttention;
import org.entrain.models.layers.SerialBlock;
import org.entrain.models.layers.Weights;

/**
 * Builds one block, with parallel or serial residual.
 *
 * <p>Files store query, key and value interleaved by head, [heads, 3, d]; they are taken apart
 * once, here, so that each is a contiguous matrix.
 */
final class NeoxBlock {

  private NeoxBlock() {}

  static Block of(NeoxConfig config, Weights weights, String prefix) {
    LayerNorm attentionNorm = LayerNorm.of(weights, prefix + "input_layernorm", config.epsilon());
    LayerNorm mlpNorm =
        LayerNorm.of(weights, prefix + "post_attention_layernorm", config.epsilon());
    SelfAttention attention = attention(config, weights, prefix + "attention.");
    Mlp mlp =
        new Mlp(
            Linear.of(weights, prefix + "mlp.dense_h_to_4h"),
            config.activation(),
            Linear.of(weights, prefix + "mlp.dense_4h_to_h"));
    return config.parallelResidual()
        ? new ParallelBlock(attentionNorm, attention, mlpNorm, mlp)
        : new SerialBlock(attentionNorm, attention, mlpNorm, mlp);
  }

  private static SelfAttention attention(NeoxConfig config, Weights weights, String prefix) {
    int heads = config.common().heads();
    int headSize = config.common().hiddenSize() / heads;
    String packedName = prefix + "query_key_value";
    Linear packed = Linear.of(weights, packedName);
    SelfAttention made =
        new SelfAttention(
            unpack(packed, heads, headSize, 0),
            unpack(packed, heads, headSize, 1),
            unpack(packed, heads, headSize, 2),
            Linear.of(weights, prefix + "dense"),
            Attention.of(heads, heads, headSize));
    weights.drop(packedName + ".weight");
    weights.drop(packedName + ".bias");
    return made;
  }

  /** Part 0 (query), 1 (key) or 2 (value) of the packed layer, copied. */
  private static Linear unpack(Linear packed, int heads, int headSize, int part) {
    NDArray bias = packed.bias();
    return new Linear(
        rows(packed.weight(), heads, headSize, part),
        bias == null ? null : rows(bias, heads, headSize, part));
  }

  /** Of rows [heads, 3, d] those of one part, as [heads·d] rows. */
  private static NDArray rows(NDArray packed, int heads, int headSize, int part) {
    long rows = (long) heads * headSize;
    long columns = packed.size() / (3 * rows);
    Shape shape = packed.getShape().dimension() == 1 ? new Shape(rows) : new Shape(rows, columns);
    try (NDArray byHead = packed.reshape(heads, 3, headSize, columns);
        NDArray chosen = byHead.get(":,{}", part);
        // Not a view, also with a single head: the packed weights are freed.
        NDArray copy = chosen.duplicate()) {
      return copy.reshape(shape);
    }
  }
}
