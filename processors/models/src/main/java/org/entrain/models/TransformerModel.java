package org.entrain.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.entrain.models.layers.Network;
import org.entrain.models.layers.Positions;

/** Runs a network block by block, so that only one block's temporaries are in memory. */
final class TransformerModel implements LanguageModel {

  private final CheckpointConfig config;
  private final Network network;
  private final NDManager manager;

  TransformerModel(CheckpointConfig config, Network network, NDManager manager) {
    this.config = config;
    this.network = network;
    this.manager = manager;
  }

  @Override
  public CheckpointConfig config() {
    return config;
  }

  @Override
  public WindowOutputs run(int[] windows, int batch, int context, int[] layers, int[] nextTokens) {
    WindowRequest request = new WindowRequest(windows, batch, context, layers, nextTokens);
    request.check(config);
    float[][] hidden = new float[layers.length][];
    double[] logProbabilities = new double[batch];
    Arrays.fill(logProbabilities, Double.NaN);
    int top = request.topLayer(config.layers());
    // Every array made below belongs to this manager or to a block's, and is freed with it.
    try (NDManager run = manager.newSubManager()) {
      NDArray ids = run.create(request.ids(), new Shape(batch, context));
      Positions positions =
          Positions.of(run, context, network.rotaryDimensions(), network.rotaryBase());
      NDArray x = network.embed(ids);
      keep(hidden, layers, 0, x);
      for (int layer = 0; layer < top; layer++) {
        try (NDManager block = run.newSubManager()) {
          x.attach(block);
          NDArray y = network.block(layer, x, positions, layer == top - 1);
          if (layer == config.layers() - 1) {
            y = network.norm(y);
          }
          keep(hidden, layers, layer + 1, y);
          y.attach(run);
          x = y;
        }
      }
      if (request.wantsLogProbabilities()) {
        predict(x, request, logProbabilities);
      }
    }
    return new WindowOutputs(hidden, logProbabilities);
  }

  private void keep(float[][] hidden, int[] layers, int layer, NDArray x) {
    if (Arrays.stream(layers).noneMatch(asked -> asked == layer)) {
      return;
    }
    float[] last = x.get(":,-1").toFloatArray();
    for (int i = 0; i < last.length; i++) {
      if (!Float.isFinite(last[i])) {
        throw new ModelException(
            "hidden state of layer %d, window %d, dimension %d is %s"
                .formatted(layer, i / config.hiddenSize(), i % config.hiddenSize(), last[i]));
      }
    }
    for (int i = 0; i < layers.length; i++) {
      if (layers[i] == layer) {
        hidden[i] = last.clone();
      }
    }
  }

  private void predict(NDArray x, WindowRequest request, double[] logProbabilities) {
    int[] rows = request.predictedWindows();
    NDManager run = x.getManager();
    long[] targets = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      targets[i] = request.nextTokens()[rows[i]];
    }
    NDArray last = x.get(":,-1").get(run.create(rows));
    float[] values =
        network
            .logits(last)
            .logSoftmax(-1)
            .gather(run.create(targets, new Shape(rows.length, 1)), -1)
            .toFloatArray();
    for (int i = 0; i < rows.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new ModelException(
            "log-probability of token %d after window %d is %s"
                .formatted(targets[i], rows[i], values[i]));
      }
      logProbabilities[rows[i]] = values[i];
    }
  }

  /** Arrays that outlive a run, to show that runs leave none behind. */
  int liveArrays() {
    return manager.getManagedArrays().size();
  }

  @Override
  public void close() {
    manager.close();
  }
}
