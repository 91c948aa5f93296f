package org.entrain.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.entrain.models.layers.OpenBlasProduct;
import org.entrain.models.layers.Product;

/**
 * How fast this machine multiplies float32 matrices of a forward pass's shapes: 32 windows of 50
 * tokens, 768 wide, by the first weight of Pythia-160M's MLP. A bound for what linear layers can
 * reach: the better of the engine's library and OpenBLAS.
 *
 * @param threads products at a time, each on one thread of the pool
 */
record GemmRate(int threads, ExecutorService pool) {

  private static final int ROWS = 32 * 50;
  private static final int INNER = 768;
  private static final int COLUMNS = 3072;
  private static final double GFLOP = 2e-9 * ROWS * INNER * COLUMNS;

  /** GFLOP/s of all threads together over at least so many seconds, after a warm-up of a tenth. */
  double measure(double seconds) {
    return Stream.of(Product.ofEngine(), new OpenBlasProduct())
        .mapToDouble(
            product -> {
              rate(product, seconds / 10);
              return rate(product, seconds / 2);
            })
        .max()
        .orElseThrow();
  }

  private double rate(Product product, double seconds) {
    return Throughput.together(threads, pool, () -> thread(product, seconds));
  }

  /** Rate of one thread that multiplies until the time is over. */
  private static double thread(Product product, double seconds) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      NDArray left = manager.randomNormal(new Shape(ROWS, INNER));
      NDArray right = manager.randomNormal(new Shape(COLUMNS, INNER));
      return GFLOP * Throughput.rate(seconds, () -> product.apply(left, right, null).close());
    }
  }
}
