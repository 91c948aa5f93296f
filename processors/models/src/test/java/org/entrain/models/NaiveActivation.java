package org.entrain.models;

import java.util.function.DoubleUnaryOperator;

/** Activation functions by their formulas, in float64. */
final class NaiveActivation {

  private NaiveActivation() {}

  static DoubleUnaryOperator named(String name) {
    return switch (name) {
      case "gelu", "gelu_python" -> x -> x * 0.5 * (1 + erf(x / Math.sqrt(2)));
      case "gelu_new", "gelu_fast", "gelu_accurate", "gelu_pytorch_tanh", "gelu_python_tanh" ->
          x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
      case "quick_gelu" -> x -> x / (1 + Math.exp(-1.702 * x));
      case "silu", "swish" -> x -> x / (1 + Math.exp(-x));
      case "relu" -> x -> Math.max(0, x);
      case "relu2" -> x -> Math.pow(Math.max(0, x), 2);
      case "relu6" -> x -> Math.min(6, Math.max(0, x));
      case "tanh" -> Math::tanh;
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** By its series, which converges fast enough for the arguments that occur. */
  private static double erf(double x) {
    if (Math.abs(x) > 5) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; n < 200; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }
}
