package org.entrain.models.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.entrain.models.LanguageModels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against attention by plain loops in float64, without rotary positions. */
class AttentionTest {

  private static final int BATCH = 2;
  private static final int HEADS = 4;
  private static final int SIZE = 3;

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

  @ParameterizedTest(name = "{0} rows of {1}, {2} key-value heads, blocks of {3}")
  @CsvSource({
    "7, 7, 4, 7",
    "7, 7, 4, 1",
    "7, 7, 4, 3",
    "7, 7, 2, 3",
    "7, 7, 1, 512",
    "4, 7, 4, 3",
    "4, 7, 2, 1",
    "1, 7, 2, 3",
    "1, 1, 4, 1"
  })
  void queries_inBlocks_giveWhatLoopsGive(int rows, int length, int keyHeads, int block) {
    Random random = new Random(3);
    float[] q = numbers(random, BATCH * rows * HEADS * SIZE);
    float[] k = numbers(random, BATCH * length * keyHeads * SIZE);
    float[] v = numbers(random, BATCH * length * keyHeads * SIZE);
    NDArray mixed =
        Attention.of(HEADS, keyHeads, SIZE)
            .apply(
                array(q, rows, HEADS),
                array(k, length, keyHeads),
                array(v, length, keyHeads),
                Positions.of(manager, length, Rotary.none()),
                block);

    float[] actual = mixed.toFloatArray();
    assertThat(mixed.getShape()).isEqualTo(new Shape(BATCH, rows, HEADS * SIZE));
    for (int b = 0; b < BATCH; b++) {
      for (int row = 0; row < rows; row++) {
        for (int head = 0; head < HEADS; head++) {
          int keyHead = head / (HEADS / keyHeads);
          double[] expected = loops(q, k, v, b, row, rows, length, head, keyHead, keyHeads);
          for (int d = 0; d < SIZE; d++) {
            int place = ((b * rows + row) * HEADS + head) * SIZE + d;
            assertThat((double) actual[place]).isCloseTo(expected[d], within(1e-6));
          }
        }
      }
    }
  }

  private static double[] loops(
      float[] q,
      float[] k,
      float[] v,
      int b,
      int row,
      int rows,
      int length,
      int head,
      int keyHead,
      int keyHeads) {
    int position = length - rows + row;
    double[] mixed = new double[SIZE];
    double sum = 0;
    for (int key = 0; key <= position; key++) {
      int keyPlace = ((b * length + key) * keyHeads + keyHead) * SIZE;
      double score = 0;
      for (int d = 0; d < SIZE; d++) {
        score += q[((b * rows + row) * HEADS + head) * SIZE + d] * k[keyPlace + d];
      }
      double weight = Math.exp(score / Math.sqrt(SIZE));
      sum += weight;
      for (int d = 0; d < SIZE; d++) {
        mixed[d] += weight * v[keyPlace + d];
      }
    }
    for (int d = 0; d < SIZE; d++) {
      mixed[d] /= sum;
    }
    return mixed;
  }

  private NDArray array(float[] values, int rows, int heads) {
    return manager.create(values, new Shape(BATCH, rows, heads * SIZE));
  }

  private static float[] numbers(Random random, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }
}
