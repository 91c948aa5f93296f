package org.entrain.models.neox;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.entrain.models.layers.Activation;
import org.entrain.models.layers.Attention;
import org.entrain.models.layers.Block;
import org.entrain.models.layers.Frame;
import org.entrain.models.layers.LayerNorm;
import org.entrain.models.layers.Linear;
import org.entrain.models.layers.Weights;

/**
 * One block: with parallel residual y = x + attention(norm₁ x) + MLP(norm₂ x); serial: z = x +
 * attention(norm₁ x), y = z + MLP(norm₂ z).
 *
 * <p>Files store query, key and value interleaved by head, [heads, 3, d]; they are taken apart
 * once, here, so that each is a contiguous matrix.
 */
record NeoxBlock(
    LayerNorm attentionNorm,
    LayerNorm mlpNorm,
    Linear query,
    Linear key,
    Linear value,
    Linear dense,
    Linear up,
    Linear down,
    Attention attention,
    Activation activation,
    boolean parallelResidual)
    implements Block {

  static NeoxBlock of(NeoxConfig config, Weights weights, String prefix) {
    int heads = config.common().heads();
    int headSize = config.common().hiddenSize() / heads;
    String packedName = prefix + "attention.query_key_value";
    Linear packed = Linear.of(weights, packedName);
    NeoxBlock made =
        new NeoxBlock(
            LayerNorm.of(weights, prefix + "input_layernorm", config.epsilon()),
            LayerNorm.of(weights, prefix + "post_attention_layernorm", config.epsilon()),
            unpack(packed, heads, headSize, 0),
            unpack(packed, heads, headSize, 1),
            unpack(packed, heads, headSize, 2),
            Linear.of(weights, prefix + "attention.dense"),
            Linear.of(weights, prefix + "mlp.dense_h_to_4h"),
            Linear.of(weights, prefix + "mlp.dense_4h_to_h"),
            Attention.of(heads, heads, headSize),
            config.activation(),
            config.parallelResidual());
    weights.drop(packedName + ".weight");
    weights.drop(packedName + ".bias");
    return made;
  }

  @Override
  public NDArray apply(NDArray x, Frame frame) {
    NDArray normed = attentionNorm.apply(x);
    NDArray attended =
        dense.apply(
            attention.apply(
                frame.last(query::apply, normed),
                frame.all(key::apply, normed),
                frame.all(value::apply, normed),
                frame.positions()));
    if (parallelResidual) {
      return attended.addi(frame.last(rows -> mlp(rows).addi(rows), x));
    }
    NDArray middle = attended.addi(frame.last(rows -> rows, x));
    return mlp(middle).addi(middle);
  }

  private NDArray mlp(NDArray x) {
    return down.apply(activation.apply(up.apply(mlpNorm.apply(x))));
  }

  /** Part 0 (query), 1 (key) or 2 (value) of the packed layer, copied. */
  private static Linear unpack(Linear packed, int heads, int headSize, int part) {
    NDArray bias = packed.bias();
    return new Linear(
        rows(packed.weight(), heads, headSize, part),
        bias == null ? null : rows(bias, heads, headSize, part),
        packed.product());
  }

  /** Of rows [heads, 3, d] those of one part, as [heads·d] rows. */
  private static NDArray rows(NDArray packed, int heads, int headSize, int part) {
    long rows = (long) heads * headSize;
    long columns = packed.size() / (3 * rows);
    Shape shape = packed.getShape().dimension() == 1 ? new Shape(rows) : new Shape(rows, columns);
    try (NDArray byHead = packed.reshape(heads, 3, headSize, columns);
        NDArray chosen = byHead.get(":,{}", part)) {
      // Not contiguous, so this copies; the packed weights can be freed.
      return chosen.reshape(shape);
    }
  }
}
