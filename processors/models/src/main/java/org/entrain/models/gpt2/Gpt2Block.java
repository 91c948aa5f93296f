package org.entrain.models.gpt2;

import ai.djl.ndarray.NDArray;
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
 * <p>Files store weights as [in, out], and query, key and value side by side. They stay as they
 * are, mapped where the file allows; linear layers read them through transposed views, which the
 * engine multiplies as fast as copies.
 */
final class Gpt2Block {

  private Gpt2Block() {}

  /**
   * @param prefix of the block's tensors
   */
  static Block of(Gpt2Config config, int layer, Weights weights, String prefix) {
    String packed = prefix + "attn.c_attn";
    long hidden = config.common().hiddenSize();
    SelfAttention attention =
        new SelfAttention(
            columns(weights, packed, 0, hidden),
            columns(weights, packed, hidden, 2 * hidden),
            columns(weights, packed, 2 * hidden, 3 * hidden),
            columns(weights, prefix + "attn.c_proj", 0, hidden),
            config.attention(layer));
    Mlp mlp =
        new Mlp(
            columns(weights, prefix + "mlp.c_fc", 0, config.inner()),
            config.activation(),
            columns(weights, prefix + "mlp.c_proj", 0, hidden));
    return new SerialBlock(
        LayerNorm.of(weights, prefix + "ln_1", config.epsilon()),
        attention,
        LayerNorm.of(weights, prefix + "ln_2", config.epsilon()),
        mlp);
  }

  /** The linear layer of columns begin … end − 1 of a stored one. */
  private static Linear columns(Weights weights, String name, long begin, long end) {
    NDArray bias = weights.get(name + ".bias");
    try (NDArray chosen = weights.get(name + ".weight").get(":," + begin + ":" + end)) {
      return new Linear(chosen.transpose(), bias.get(begin + ":" + end));
    }
  }
}
