package org.entrain.models.gpt2;

import ai.djl.ndarray.NDArray;
import java.util.stream.Stream;
import org.entrain.models.layers.Block;
import org.entrain.models.layers.LayerNorm;
import org.entrain.models.layers.Linear;
import org.entrain.models.layers.Mlp;
import org.entrain.models.layers.SelfAttention;
import org.entrain.models.layers.SerialBlock;
import org.entrain.models.layers.Weights;

/**
 * Builds one block.
 *
 * <p>Files store weights as [in, out], and query, key and value side by side. They are taken apart
 * and turned once, here.
 */
final class Gpt2Block {

  private Gpt2Block() {}

  /**
   * @param prefix of the block's tensors
   */
  static Block of(Gpt2Config config, int layer, Weights weights, String prefix) {
    String packed = prefix + "attn.c_attn";
    String output = prefix + "attn.c_proj";
    String up = prefix + "mlp.c_fc";
    String down = prefix + "mlp.c_proj";
    long hidden = config.common().hiddenSize();
    SelfAttention attention =
        new SelfAttention(
            columns(weights, packed, 0, hidden),
            columns(weights, packed, hidden, 2 * hidden),
            columns(weights, packed, 2 * hidden, 3 * hidden),
            columns(weights, output, 0, hidden),
            config.attention(layer));
    Mlp mlp =
        new Mlp(
            columns(weights, up, 0, config.inner()),
            config.activation(),
            columns(weights, down, 0, hidden));
    Block block =
        new SerialBlock(
            LayerNorm.of(weights, prefix + "ln_1", config.epsilon()),
            attention,
            LayerNorm.of(weights, prefix + "ln_2", config.epsilon()),
            mlp);
    Stream.of(packed, output, up, down).forEach(name -> weights.drop(name + ".weight"));
    return block;
  }

  /** The linear layer of columns begin … end − 1 of a stored one, copied. */
  private static Linear columns(Weights weights, String name, long begin, long end) {
    NDArray bias = weights.get(name + ".bias");
    try (NDArray chosen = weights.get(name + ".weight").get(":," + begin + ":" + end);
        NDArray turned = chosen.transpose();
        // A copy for sure, which reshape alone is not where a dimension is 1.
        NDArray copy = turned.duplicate();
        // Row by row, which duplicate alone is not: it keeps the layout of the memory.
        NDArray flat = copy.reshape(-1)) {
      return new Linear(
          flat.reshape(turned.getShape()), bias.get(begin + ":" + end), weights.product());
    }
  }
}
