package org.entrain.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.entrain.models.layers.Activation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActivationTest {

  @BeforeAll
  static void startEngine() {
    EngineSettings.start();
  }

  static List<String> names() {
    return Activation.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void activation_ofEveryName_followsItsFormula(String name) {
    DoubleUnaryOperator formula = NaiveActivation.named(name);
    try (NDManager manager = NDManager.newBaseManager()) {
      float[] values = new float[641];
      for (int i = 0; i < values.length; i++) {
        values[i] = (i - 320) / 32f;
      }
      NDArray x = manager.create(values);
      float[] y = Activation.named(name).apply(x).toFloatArray();
      for (int i = 0; i < values.length; i++) {
        double expected = formula.applyAsDouble(values[i]);
        assertThat((double) y[i])
            .as("%s of %s", name, values[i])
            .isCloseTo(expected, within(2e-6 * (1 + Math.abs(expected))));
      }
      assertThat(x.toFloatArray()).containsExactly(values);
    }
  }
}
