package org.entrain.models.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.entrain.models.LanguageModels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ways to multiply, whichever of them this machine's models use. */
class ProductTest {

  private static final int IN = 5;
  private static final int OUT = 3;

  private LanguageModels engine;
  private NDManager manager;

  @BeforeEach
  void open() {
    engine = new LanguageModels();
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  @AfterEach
  void close() {
    manager.close();
    engine.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"engine", "openblas"})
  void product_withBias_isThatOfLoops(String name) {
    check(product(name), numbers(4, 2, IN), manager.create(new float[] {1, -2, 3}));
  }

  @ParameterizedTest
  @ValueSource(strings = {"engine", "openblas"})
  void product_withoutBias_isThatOfLoops(String name) {
    check(product(name), numbers(6, 1, IN), null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"engine", "openblas"})
  void product_ofOneRow_isThatOfLoops(String name) {
    check(product(name), numbers(1, 1, IN), manager.create(new float[] {1, -2, 3}));
  }

  @ParameterizedTest
  @ValueSource(strings = {"engine", "openblas"})
  void product_ofViews_isThatOfLoops(String name) {
    NDArray bias = manager.create(new float[] {9, 1, -2, 3}).get("1:");
    check(product(name), numbers(4, 6, IN).get(":,-2:"), bias);
  }

  @Test
  void product_thatIsCounted_isTheSame_andTellsTwoOperationsPerTerm() {
    AtomicLong operations = new AtomicLong();
    check(Product.ofEngine().counted(operations::addAndGet), numbers(4, 2, IN), null);
    assertThat(operations).hasValue(2L * 4 * 2 * IN * OUT);
  }

  private void check(Product product, NDArray x, NDArray bias) {
    NDArray weight = numbers(1, OUT, IN).squeeze(0);
    float[] left = x.toFloatArray();
    float[] right = weight.toFloatArray();
    float[] shift = bias == null ? new float[OUT] : bias.toFloatArray();

    NDArray y = product.apply(x, weight, bias);

    assertThat(y.getShape()).isEqualTo(new Shape(x.getShape().get(0), x.getShape().get(1), OUT));
    float[] actual = y.toFloatArray();
    for (int row = 0; row < left.length / IN; row++) {
      for (int out = 0; out < OUT; out++) {
        double sum = shift[out];
        for (int in = 0; in < IN; in++) {
          sum += left[row * IN + in] * right[out * IN + in];
        }
        assertThat((double) actual[row * OUT + out]).isCloseTo(sum, within(1e-5));
      }
    }
    assertThat(x.toFloatArray()).isEqualTo(left);
  }

  private static Product product(String name) {
    return name.equals("engine") ? Product.ofEngine() : new OpenBlasProduct();
  }

  private NDArray numbers(int a, int b, int c) {
    Random random = new Random(11);
    float[] values = new float[a * b * c];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return manager.create(values, new Shape(a, b, c));
  }
}
