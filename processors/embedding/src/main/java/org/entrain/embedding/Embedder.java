package org.entrain.embedding;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.entrain.models.LanguageModel;
import org.entrain.models.WindowOutputs;
import org.jspecify.annotations.Nullable;

/**
 * Runs a model over the windows of a task; knows nothing of events. Batches run side by side, each
 * on one thread; what they compute does not depend on how many threads there are.
 */
final class Embedder {

  private static final double NANOS = 1e9;

  private final int batch;
  private final int threads;
  private final Executor executor;

  /**
   * @param batch windows of one forward pass
   * @param threads batches at a time
   * @param executor runs that many
   */
  Embedder(int batch, int threads, Executor executor) {
    this.batch = batch;
    this.threads = threads;
    this.executor = executor;
  }

  /**
   * Computes hidden states at the end of every word and the sum of log-probabilities of the tokens
   * that follow the windows: Σ log p(token firstEnd + i | the C tokens before it).
   *
   * @throws CancellationException when the thread is interrupted; no batch runs any more then
   * @throws org.entrain.models.ModelException when a value is not finite
   */
  TaskResult embed(LanguageModel model, TaskWindows task) {
    long start = System.nanoTime();
    WindowOutputs[] outputs = new WindowOutputs[(task.windows() - 1) / batch + 1];
    AtomicInteger next = new AtomicInteger();
    AtomicBoolean stop = new AtomicBoolean();
    Runnable worker =
        () -> {
          for (int i = next.getAndIncrement();
              i < outputs.length && !stop.get();
              i = next.getAndIncrement()) {
            outputs[i] = run(model, task, i * batch);
          }
        };
    List<CompletableFuture<Void>> workers =
        Stream.generate(() -> CompletableFuture.runAsync(worker, executor)).limit(threads).toList();
    awaitAll(workers, stop);
    double sum = 0;
    for (int window = 0; window < task.scored(); window++) {
      sum += outputs[window / batch].logProbabilities()[window % batch];
    }
    float[][][] vectors =
        Arrays.stream(task.wordWindows())
            .mapToObj(window -> states(outputs[window / batch], window % batch))
            .toArray(float[][][]::new);
    double seconds = (System.nanoTime() - start) / NANOS;
    return new TaskResult(task.words(), vectors, task.scored(), sum, seconds);
  }

  private WindowOutputs run(LanguageModel model, TaskWindows task, int first) {
    int count = Math.min(batch, task.windows() - first);
    return model.run(
        task.batch(first, count),
        count,
        task.context(),
        task.layers(),
        task.followers(first, count));
  }

  /**
   * Returns when no worker runs any more, even when interrupted: the model's native memory must
   * outlive every batch that reads it.
   */
  private static void awaitAll(List<CompletableFuture<Void>> workers, AtomicBoolean stop) {
    boolean interrupted = false;
    @Nullable Throwable failure = null;
    for (CompletableFuture<Void> worker : workers) {
      while (!worker.isDone() || worker.isCompletedExceptionally()) {
        try {
          worker.get();
        } catch (InterruptedException e) {
          interrupted = true;
          stop.set(true);
        } catch (ExecutionException e) {
          failure = failure == null ? e.getCause() : failure;
          stop.set(true);
          break;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted between batches");
    }
    if (failure instanceof RuntimeException known) {
      throw known;
    }
    if (failure != null) {
      throw new IllegalStateException("a forward pass ended in an error", failure);
    }
  }

  /** The hidden states of one window of a batch, shape [layers][H]. */
  private static float[][] states(WindowOutputs outputs, int window) {
    int count = outputs.logProbabilities().length;
    return Arrays.stream(outputs.hidden())
        .map(
            layer -> {
              int width = layer.length / count;
              return Arrays.copyOfRange(layer, window * width, (window + 1) * width);
            })
        .toArray(float[][]::new);
  }
}
