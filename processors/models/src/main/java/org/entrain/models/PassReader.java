package org.entrain.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntToLongFunction;
import org.entrain.models.layers.Head;
import org.entrain.models.layers.Stem;

/** Takes what a pass wants out of the hidden states, and refuses what is not finite. */
final class PassReader {

  /** Predictors scored at a time; each takes a number per token of the vocabulary, twice. */
  private static final int ROWS_OF_LOGITS = 128;

  private final Path directory;
  private final Pass pass;
  private final float[][] hidden;

  PassReader(Path directory, Pass pass) {
    this.directory = directory;
    this.pass = pass;
    hidden = new float[pass.layers().length][0];
  }

  /**
   * Keeps the states wanted of a layer.
   *
   * @param x rows of width H, in any shape
   * @param rowOf row of a position
   */
  void keep(int layer, NDArray x, IntToLongFunction rowOf) {
    boolean asked = Arrays.stream(pass.layers()).anyMatch(wanted -> wanted == layer);
    if (!asked || pass.states().length == 0) {
      return;
    }
    float[] values = rows(x, averaged(), rowOf);
    int width = Math.toIntExact(x.getShape().get(x.getShape().dimension() - 1));
    float[] states = means(layer, values, width);
    for (int i = 0; i < hidden.length; i++) {
      if (pass.layers()[i] == layer) {
        hidden[i] = states.clone();
      }
    }
  }

  /** Adds the log-probabilities, from hidden state L. */
  PassOutputs outputs(Head head, NDArray last, IntToLongFunction rowOf) {
    int count = pass.predictors().length;
    double[] logProbabilities = new double[count];
    for (int from = 0; from < count; from += ROWS_OF_LOGITS) {
      int to = Math.min(count, from + ROWS_OF_LOGITS);
      try (NDManager scratch = last.getManager().newSubManager()) {
        int[] predictors = Arrays.copyOfRange(pass.predictors(), from, to);
        long[] targets = Arrays.stream(pass.targets(), from, to).asLongStream().toArray();
        float[] values =
            head.logits()
                .apply(pick(scratch, last, predictors, rowOf))
                .logSoftmax(-1)
                .gather(scratch.create(targets, new Shape(to - from, 1)), -1)
                .toFloatArray();
        for (int i = from; i < to; i++) {
          logProbabilities[i] = finite(i, values[i - from]);
        }
      }
    }
    return new PassOutputs(hidden, logProbabilities);
  }

  private double finite(int predictor, float value) {
    if (!Float.isFinite(value)) {
      throw new ModelException(
          "%s: the log-probability of token %d in sequence %d is %s"
              .formatted(
                  directory,
                  pass.targets()[predictor],
                  pass.predictors()[predictor] / pass.length(),
                  value));
    }
    return value;
  }

  /** The positions that the states average, state by state. */
  private int[] averaged() {
    int[] positions = new int[Arrays.stream(pass.widths()).sum()];
    int next = 0;
    for (int state = 0; state < pass.states().length; state++) {
      for (int back = pass.widths()[state] - 1; back >= 0; back--) {
        positions[next++] = pass.states()[state] - back;
      }
    }
    return positions;
  }

  private static float[] rows(NDArray x, int[] positions, IntToLongFunction rowOf) {
    try (NDManager scratch = x.getManager().newSubManager()) {
      return pick(scratch, x, positions, rowOf).toFloatArray();
    }
  }

  /** The rows of some positions, [positions, H], of the scratch manager. */
  private static NDArray pick(
      NDManager scratch, NDArray x, int[] positions, IntToLongFunction rowOf) {
    NDArray flat = x.reshape(-1, x.getShape().get(x.getShape().dimension() - 1));
    flat.attach(scratch);
    long[] rows = Arrays.stream(positions).mapToLong(rowOf::applyAsLong).toArray();
    return Stem.lookUp(scratch.create(rows), flat);
  }

  private float[] means(int layer, float[] values, int width) {
    float[] states = new float[pass.states().length * width];
    int row = 0;
    for (int state = 0; state < pass.states().length; state++) {
      int count = pass.widths()[state];
      for (int h = 0; h < width; h++) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
          sum += values[(row + i) * width + h];
        }
        if (!Double.isFinite(sum)) {
          throw new ModelException(
              "%s: hidden state of layer %d, sequence %d, dimension %d is %s"
                  .formatted(
                      directory, layer, pass.states()[state] / pass.length(), h, (float) sum));
        }
        states[state * width + h] = (float) (sum / count);
      }
      row += count;
    }
    return states;
  }
}
