package org.entrain.models.layers;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.jspecify.annotations.Nullable;

/**
 * {@link Product} by OpenBLAS, on the engine's memory. OpenBLAS must run one thread per call, set
 * by {@code OPENBLAS_NUM_THREADS=1} in the process's environment.
 */
public final class OpenBlasProduct implements Product {

  /** A buffer on the engine's memory has less than 2 GiB; larger products are the engine's. */
  private static final long MOST_FLOATS = Integer.MAX_VALUE / Float.BYTES;

  private final Product engine = Product.ofEngine();

  public OpenBlasProduct() {
    Loader.load(openblas.class);
  }

  @Override
  public NDArray apply(NDArray x, NDArray weight, @Nullable NDArray bias) {
    Shape shape = x.getShape();
    int in = Math.toIntExact(weight.getShape().get(1));
    int out = Math.toIntExact(weight.getShape().get(0));
    int rows = Math.toIntExact(x.size() / in);
    if (Math.max(weight.size(), Math.max(x.size(), (long) rows * out)) > MOST_FLOATS) {
      return engine.apply(x, weight, bias);
    }
    Shape result = shape.slice(0, shape.dimension() - 1).add(out);
    NDArray y = x.getManager().create(result, DataType.FLOAT32);
    FloatBuffer target = memory(y);
    if (bias != null) {
      // The product is added to what is there, so that the bias takes no pass of its own.
      FloatBuffer row = memory(bias);
      for (int i = 0; i < rows; i++) {
        target.put(i * out, row, 0, out);
      }
    }
    try (FloatPointer left = new FloatPointer(memory(x));
        FloatPointer right = new FloatPointer(memory(weight));
        FloatPointer sum = new FloatPointer(target)) {
      cblas_sgemm(
          CblasRowMajor,
          CblasNoTrans,
          CblasTrans,
          rows,
          out,
          in,
          1f,
          left,
          in,
          right,
          in,
          bias == null ? 0f : 1f,
          sum,
          out);
    }
    return y;
  }

  /** The array's own memory, or that of a contiguous copy which lives as long as the array. */
  private static FloatBuffer memory(NDArray array) {
    return array.toByteBuffer(true).asFloatBuffer();
  }
}
