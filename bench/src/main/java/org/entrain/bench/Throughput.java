package org.entrain.bench;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/** How often several threads together do something. */
final class Throughput {

  private Throughput() {}

  /** Sum of the rates that so many threads of the pool measure at the same time. */
  static double together(int threads, ExecutorService pool, DoubleSupplier rate) {
    List<CompletableFuture<Double>> workers =
        Stream.generate(() -> CompletableFuture.supplyAsync(rate::getAsDouble, pool))
            .limit(threads)
            .toList();
    return workers.stream().mapToDouble(CompletableFuture::join).sum();
  }

  /** Calls per second on the calling thread, repeated until the time is over. */
  static double rate(double seconds, Runnable work) {
    long start = System.nanoTime();
    double elapsed = 0;
    int calls = 0;
    while (elapsed < seconds) {
      work.run();
      calls++;
      elapsed = (System.nanoTime() - start) * 1e-9;
    }
    return calls / elapsed;
  }
}
