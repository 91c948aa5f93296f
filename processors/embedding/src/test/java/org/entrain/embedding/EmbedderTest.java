package org.entrain.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.entrain.models.CheckpointConfig;
import org.entrain.models.LanguageModel;
import org.entrain.models.WindowOutputs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbedderTest {

  private static final int C = 3;

  /** Eight tokens: five windows that are all followed, or six of which the last is not. */
  private static final int[] TEXT = IntStream.range(100, 108).toArray();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 32})
  void task_inBatches_isTheSameWhateverTheirSize(int batch) {
    TaskWindows task =
        new TaskWindows(TEXT, C, 5, new int[] {0, 2}, new int[] {7, 8, 9}, new int[] {0, 3, 3});

    TaskResult result = new Embedder(batch, 1, Runnable::run).embed(new Echo(), task);

    assertThat(result.words()).containsExactly(7, 8, 9);
    // Window i sees tokens 100 + i … 102 + i.
    assertThat(result.vectors()[0]).isDeepEqualTo(new float[][] {{100, 102, 0}, {100, 102, 2}});
    assertThat(result.vectors()[1]).isDeepEqualTo(new float[][] {{103, 105, 0}, {103, 105, 2}});
    assertThat(result.vectors()[2]).isDeepEqualTo(result.vectors()[1]);
    assertThat(result.scoredTokens()).isEqualTo(5);
    assertThat(result.logProbabilitySum()).isCloseTo(-(103 + 104 + 105 + 106 + 107), within(1e-9));
  }

  @Test
  void task_atTheEndOfTheText_scoresNoTokenAfterIt() {
    TaskWindows task = new TaskWindows(TEXT, C, 6, new int[] {1}, new int[] {4}, new int[] {5});

    TaskResult result = new Embedder(4, 1, Runnable::run).embed(new Echo(), task);

    assertThat(result.vectors()[0]).isDeepEqualTo(new float[][] {{105, 107, 1}});
    assertThat(result.scoredTokens()).isEqualTo(5);
    assertThat(result.logProbabilitySum()).isCloseTo(-(103 + 104 + 105 + 106 + 107), within(1e-9));
  }

  @Test
  void task_interrupted_endsBetweenBatches() {
    TaskWindows task = new TaskWindows(TEXT, C, 5, new int[] {0}, new int[] {}, new int[] {});
    ExecutorService threads = Executors.newFixedThreadPool(2);
    CountDownLatch go = new CountDownLatch(1);
    // The first batches begin only after the interrupt; none of the others begins at all.
    LanguageModel waiting =
        new Echo() {
          @Override
          public WindowOutputs run(
              int[] windows, int batch, int context, int[] layers, int[] nextTokens) {
            try {
              go.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            return super.run(windows, batch, context, layers, nextTokens);
          }
        };
    Thread.currentThread().interrupt();
    try {
      Executor releasing =
          work -> {
            threads.execute(work);
            go.countDown();
          };
      assertThatThrownBy(() -> new Embedder(1, 2, releasing).embed(waiting, task))
          .isInstanceOf(CancellationException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
      threads.shutdownNow();
    }
  }

  @Test
  void task_withContradictions_isRefusedWithItsNumbers() {
    assertThatThrownBy(() -> new TaskWindows(TEXT, C, 3, new int[] {0}, new int[] {}, new int[] {}))
        .hasMessageContaining("8, neither 5");
    assertThatThrownBy(
            () -> new TaskWindows(TEXT, C, 5, new int[] {0}, new int[] {1}, new int[] {5}))
        .hasMessageContaining("5 of 5");
    assertThatThrownBy(
            () -> new TaskWindows(TEXT, C, 5, new int[] {0}, new int[] {1}, new int[] {}))
        .hasMessageContaining("1 != 0");
  }

  /** Hidden state: first token, last token, layer; log-probability: minus the token. */
  private static class Echo implements LanguageModel {
    @Override
    public CheckpointConfig config() {
      return new CheckpointConfig("echo", 2, 3, 1, 200, 64);
    }

    @Override
    public WindowOutputs run(
        int[] windows, int batch, int context, int[] layers, int[] nextTokens) {
      float[][] hidden = new float[layers.length][batch * 3];
      for (int l = 0; l < layers.length; l++) {
        for (int i = 0; i < batch; i++) {
          hidden[l][3 * i] = windows[i * context];
          hidden[l][3 * i + 1] = windows[(i + 1) * context - 1];
          hidden[l][3 * i + 2] = layers[l];
        }
      }
      double[] logs = Arrays.stream(nextTokens).mapToDouble(t -> t < 0 ? Double.NaN : -t).toArray();
      return new WindowOutputs(hidden, logs);
    }

    @Override
    public void close() {}
  }
}
