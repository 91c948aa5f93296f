package org.entrain.embedding;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.entrain.models.LanguageModel;
import org.entrain.models.WindowOutputs;

/** Runs a model over the windows of a task; knows nothing of events. */
final class Embedder {

  private static final double NANOS = 1e9;

  private final int batch;

  /**
   * @param batch windows of one forward pass
   */
  Embedder(int batch) {
    this.batch = batch;
  }

  /**
   * Computes hidden states at the end of every word and the sum of log-probabilities of the tokens
   * that follow the windows: Σ log p(token firstEnd + i | the C tokens before it).
   *
   * @throws CancellationException when the thread is interrupted between two batches
   * @throws org.entrain.models.ModelException when a value is not finite
   */
  TaskResult embed(LanguageModel model, TaskWindows task) {
    long start = System.nanoTime();
    // The hidden states of all windows of a layer, kept until the words pick theirs: several words
    // may end with one window, and many windows end within a word.
    float[][][] states = new float[task.windows()][][];
    boolean[] wanted = new boolean[task.windows()];
    Arrays.stream(task.wordWindows()).forEach(window -> wanted[window] = true);
    double sum = 0;
    for (int first = 0; first < task.windows(); first += batch) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("interrupted before window " + first);
      }
      int count = Math.min(batch, task.windows() - first);
      WindowOutputs outputs =
          model.run(
              task.batch(first, count),
              count,
              task.context(),
              task.layers(),
              task.followers(first, count));
      for (int i = 0; i < count; i++) {
        if (wanted[first + i]) {
          states[first + i] = window(outputs.hidden(), i, count);
        }
        if (first + i < task.scored()) {
          sum += outputs.logProbabilities()[i];
        }
      }
    }
    float[][][] vectors =
        Arrays.stream(task.wordWindows()).mapToObj(w -> states[w]).toArray(float[][][]::new);
    double seconds = (System.nanoTime() - start) / NANOS;
    return new TaskResult(task.words(), vectors, task.scored(), sum, seconds);
  }

  /** The hidden states of one window of a batch, shape [layers][H]. */
  private static float[][] window(float[][] hidden, int window, int count) {
    return Arrays.stream(hidden)
        .map(
            layer -> {
              int width = layer.length / count;
              return Arrays.copyOfRange(layer, window * width, (window + 1) * width);
            })
        .toArray(float[][]::new);
  }
}
