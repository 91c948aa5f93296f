package org.entrain.models.layers;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;

/**
 * Activation functions by the names that {@code config.json} takes: those of the transformers
 * library's table that hold no weights. Names that differ only in rounding share a function.
 */
public enum Activation {
  /** x · Φ(x), exact. */
  GELU {
    @Override
    public NDArray apply(NDArray x) {
      return x.getNDArrayInternal().gelu();
    }
  },
  /** ½x (1 + tanh(√(2/π) (x + 0.044715 x³))), Hendrycks &amp; Gimpel 2016. */
  GELU_TANH {
    @Override
    public NDArray apply(NDArray x) {
      try (NDArray inner = x.square().muli(0.044715f).addi(1f).muli(x).muli(ROOT_2_OVER_PI)) {
        return inner.tanh().addi(1f).muli(x).muli(0.5f);
      }
    }
  },
  /** x / (1 + exp(−x)), also called swish. */
  SILU {
    @Override
    public NDArray apply(NDArray x) {
      return x.getNDArrayInternal().sigmoid().muli(x);
    }
  },
  /** max(0, x). */
  RELU {
    @Override
    public NDArray apply(NDArray x) {
      return x.getNDArrayInternal().relu();
    }
  },
  /** max(0, x)². */
  RELU_SQUARED {
    @Override
    public NDArray apply(NDArray x) {
      return x.getNDArrayInternal().relu().square();
    }
  },
  /** min(6, max(0, x)). */
  RELU_6 {
    @Override
    public NDArray apply(NDArray x) {
      return x.clip(0, 6);
    }
  },
  /** x / (1 + exp(−1.702 x)). */
  QUICK_GELU {
    @Override
    public NDArray apply(NDArray x) {
      return x.mul(1.702f).getNDArrayInternal().sigmoid().muli(x);
    }
  },
  /** tanh x. */
  TANH {
    @Override
    public NDArray apply(NDArray x) {
      return x.tanh();
    }
  };

  private static final float ROOT_2_OVER_PI = (float) Math.sqrt(2 / Math.PI);

  private static final Map<String, Activation> BY_NAME =
      Map.ofEntries(
          entry("gelu", GELU),
          entry("gelu_python", GELU),
          entry("gelu_new", GELU_TANH),
          entry("gelu_fast", GELU_TANH),
          entry("gelu_accurate", GELU_TANH),
          entry("gelu_pytorch_tanh", GELU_TANH),
          entry("gelu_python_tanh", GELU_TANH),
          entry("quick_gelu", QUICK_GELU),
          entry("silu", SILU),
          entry("swish", SILU),
          entry("relu", RELU),
          entry("relu2", RELU_SQUARED),
          entry("relu6", RELU_6),
          entry("tanh", TANH));

  /** A new array of the same shape; the argument is not modified. */
  public abstract NDArray apply(NDArray x);

  /** All names accepted, sorted. */
  public static List<String> names() {
    return BY_NAME.keySet().stream().sorted().toList();
  }

  /**
   * @throws IllegalArgumentException if the name is not one of {@link #names()}
   */
  public static Activation named(String name) {
    Activation activation = BY_NAME.get(name);
    if (activation == null) {
      throw new IllegalArgumentException("activation " + name + " is none of " + names());
    }
    return activation;
  }
}
