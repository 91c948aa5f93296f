package org.entrain.bench;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.entrain.models.LanguageModel;
import org.entrain.models.Pass;

/**
 * Runs windows through a model in batches, several at a time, as the embedding stage does.
 *
 * @param windows windows × context token ids, row-major
 * @param context tokens of one window
 * @param threads batches at a time, each on one thread of the pool
 */
record WindowBatches(
    LanguageModel model, int[] windows, int context, int threads, ExecutorService pool) {

  /**
   * Hidden states of all layers at the last position of windows first … first + count − 1.
   *
   * @return per batch, in order: [layers + 1][windows of the batch × hidden size]
   * @throws IllegalArgumentException if there are fewer windows
   */
  float[][][] states(int first, int count, int batch) {
    if (first < 0 || count < 1 || batch < 1 || (first + (long) count) * context > windows.length) {
      throw new IllegalArgumentException(
          "windows %d + %d by %d of %d".formatted(first, count, batch, windows.length / context));
    }
    float[][][] states = new float[(count - 1) / batch + 1][][];
    AtomicInteger next = new AtomicInteger();
    Runnable worker =
        () -> {
          for (int i = next.getAndIncrement(); i < states.length; i = next.getAndIncrement()) {
            states[i] = batch(first + i * batch, Math.min(batch, count - i * batch));
          }
        };
    List<CompletableFuture<Void>> workers =
        Stream.generate(() -> CompletableFuture.runAsync(worker, pool)).limit(threads).toList();
    CompletableFuture.allOf(workers.toArray(CompletableFuture[]::new)).join();
    return states;
  }

  private float[][] batch(int first, int count) {
    int[] rows = Arrays.copyOfRange(windows, first * context, (first + count) * context);
    int[] layers = IntStream.rangeClosed(0, model.config().layers()).toArray();
    int[] noToken = new int[count];
    Arrays.fill(noToken, -1);
    return model.run(Pass.ofWindows(rows, count, context, layers, noToken)).hidden();
  }
}
