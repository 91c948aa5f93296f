package org.entrain.models;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/**
 * GPT-NeoX and LLaMA by plain loops in float64, written from the papers' formulas: slow, and
 * sharing nothing with what it checks.
 */
final class NaiveTransformer {

  private final TestCheckpoint checkpoint;
  private final boolean neox;
  private final boolean parallel;
  private final int headSize = TestCheckpoint.HIDDEN / TestCheckpoint.HEADS;
  private final int keyHeads;
  private final int rotary;
  private final double base;
  private final DoubleUnaryOperator activation;

  NaiveTransformer(TestCheckpoint checkpoint, DoubleUnaryOperator activation) {
    this.checkpoint = checkpoint;
    this.activation = activation;
    neox = checkpoint.config().get("model_type").asText().equals("gpt_neox");
    parallel = checkpoint.config().path("use_parallel_residual").asBoolean();
    keyHeads = checkpoint.config().path("num_key_value_heads").asInt(TestCheckpoint.HEADS);
    rotary = (int) (headSize * checkpoint.config().path("rotary_pct").asDouble(1));
    base = checkpoint.config().path("rope_theta").asDouble(10_000);
  }

  /** Hidden states of the last position: [layers + 1][H]. */
  double[][] hidden(int[] window) {
    double[][] x = new double[window.length][];
    TestTensor table = tensor(neox ? "gpt_neox.embed_in.weight" : "model.embed_tokens.weight");
    for (int t = 0; t < window.length; t++) {
      x[t] = new double[TestCheckpoint.HIDDEN];
      for (int h = 0; h < TestCheckpoint.HIDDEN; h++) {
        x[t][h] = table.at(window[t], h);
      }
    }
    double[][] last = new double[TestCheckpoint.LAYERS + 1][];
    last[0] = x[window.length - 1];
    for (int layer = 0; layer < TestCheckpoint.LAYERS; layer++) {
      x = block((neox ? "gpt_neox.layers." : "model.layers.") + layer + ".", x);
      last[layer + 1] = x[window.length - 1];
    }
    last[TestCheckpoint.LAYERS] =
        norm(last[TestCheckpoint.LAYERS], neox ? "gpt_neox.final_layer_norm" : "model.norm");
    return last;
  }

  /** log softmax(head · hidden)[next]. */
  double logProbability(double[] hidden, String head, int next) {
    double[] logits = linear(hidden, tensor(head), null);
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit);
    }
    return logits[next] - Math.log(sum);
  }

  private double[][] block(String name, double[][] x) {
    double[][] attended = attention(name, x);
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      double[] middle = add(x[t], attended[t]);
      double[] mlpInput = norm(neox && parallel ? x[t] : middle, name + "post_attention_layernorm");
      y[t] = add(middle, mlp(name + "mlp.", mlpInput));
    }
    return y;
  }

  private double[] mlp(String name, double[] x) {
    double[] inner = linear(x, name + (neox ? "dense_h_to_4h" : "gate_proj"));
    double[] up = neox ? null : linear(x, name + "up_proj");
    for (int i = 0; i < inner.length; i++) {
      inner[i] = activation.applyAsDouble(inner[i]) * (up == null ? 1 : up[i]);
    }
    return linear(inner, name + (neox ? "dense_4h_to_h" : "down_proj"));
  }

  private double[][] attention(String name, double[][] x) {
    double[][][] q = new double[x.length][TestCheckpoint.HEADS][];
    double[][][] k = new double[x.length][keyHeads][];
    double[][][] v = new double[x.length][keyHeads][];
    for (int t = 0; t < x.length; t++) {
      double[] normed = norm(x[t], name + "input_layernorm");
      double[] packed = neox ? linear(normed, name + "attention.query_key_value") : null;
      for (int head = 0; head < TestCheckpoint.HEADS; head++) {
        q[t][head] = part(packed, 3 * head, normed, name + "self_attn.q_proj", head);
        rotate(q[t][head], t);
      }
      for (int head = 0; head < keyHeads; head++) {
        k[t][head] = part(packed, 3 * head + 1, normed, name + "self_attn.k_proj", head);
        v[t][head] = part(packed, 3 * head + 2, normed, name + "self_attn.v_proj", head);
        rotate(k[t][head], t);
      }
    }
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      double[] mixed = new double[TestCheckpoint.HIDDEN];
      for (int head = 0; head < TestCheckpoint.HEADS; head++) {
        int shared = head / (TestCheckpoint.HEADS / keyHeads);
        double sum = 0;
        double[] weights = new double[t + 1];
        for (int s = 0; s <= t; s++) {
          weights[s] = Math.exp(dot(q[t][head], k[s][shared]) / Math.sqrt(headSize));
          sum += weights[s];
        }
        for (int s = 0; s <= t; s++) {
          for (int d = 0; d < headSize; d++) {
            mixed[head * headSize + d] += weights[s] / sum * v[s][shared][d];
          }
        }
      }
      y[t] = linear(mixed, name + (neox ? "attention.dense" : "self_attn.o_proj"));
    }
    return y;
  }

  /** One head's slice, of the packed output or of its own layer. */
  private double[] part(double[] packed, int place, double[] x, String name, int head) {
    double[] source = neox ? packed : linear(x, name);
    int begin = (neox ? place : head) * headSize;
    return Arrays.copyOfRange(source, begin, begin + headSize);
  }

  private void rotate(double[] head, int position) {
    for (int j = 0; j < rotary / 2; j++) {
      double angle = position * Math.pow(base, -2.0 * j / rotary);
      double a = head[j];
      double b = head[j + rotary / 2];
      head[j] = a * Math.cos(angle) - b * Math.sin(angle);
      head[j + rotary / 2] = b * Math.cos(angle) + a * Math.sin(angle);
    }
  }

  private double[] norm(double[] x, String name) {
    double mean = neox ? Arrays.stream(x).average().orElseThrow() : 0;
    double square = 0;
    for (double value : x) {
      square += (value - mean) * (value - mean) / x.length;
    }
    double[] y = new double[x.length];
    for (int h = 0; h < x.length; h++) {
      y[h] = (x[h] - mean) / Math.sqrt(square + (neox ? 1e-5 : 1e-6));
      y[h] *= tensor(name + ".weight").values()[h];
      y[h] += neox ? tensor(name + ".bias").values()[h] : 0;
    }
    return y;
  }

  private double[] linear(double[] x, String name) {
    return linear(x, tensor(name + ".weight"), checkpoint.tensors().get(name + ".bias"));
  }

  private static double[] linear(double[] x, TestTensor weight, TestTensor bias) {
    double[] y = new double[(int) weight.shape()[0]];
    for (int row = 0; row < y.length; row++) {
      y[row] = bias == null ? 0 : bias.values()[row];
      for (int column = 0; column < x.length; column++) {
        y[row] += weight.at(row, column) * x[column];
      }
    }
    return y;
  }

  private TestTensor tensor(String name) {
    return Objects.requireNonNull(checkpoint.tensors().get(name), name);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double[] add(double[] a, double[] b) {
    double[] sum = a.clone();
    for (int i = 0; i < a.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }
}
