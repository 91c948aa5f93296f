package org.entrain.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntToLongFunction;
import org.entrain.models.layers.Frame;
import org.entrain.models.layers.Head;
import org.entrain.models.layers.Positions;
import org.entrain.models.layers.Rotary;
import org.entrain.models.layers.Stem;
import org.jspecify.annotations.Nullable;

/** Runs a network block by block, so that only one block's temporaries are in memory. */
final class TransformerModel implements LanguageModel {

  private final Path directory;
  private final CheckpointConfig config;
  private final Rotary rotary;
  private final Stem stem;
  private final Blocks blocks;
  private final Head head;
  private final NDManager weights;

  /**
   * @param directory of the checkpoint, for messages
   * @param weights owner of all of them; closed with the model
   */
  TransformerModel(
      Path directory, NetworkPlan plan, Stem stem, Blocks blocks, Head head, NDManager weights) {
    this.directory = directory;
    config = plan.config();
    rotary = plan.rotary();
    this.stem = stem;
    this.blocks = blocks;
    this.head = head;
    this.weights = weights;
  }

  @Override
  public CheckpointConfig config() {
    return config;
  }

  @Override
  public PassOutputs run(Pass pass, BooleanSupplier cancelled) {
    pass.check(config);
    PassReader reader = new PassReader(directory, pass);
    int top = pass.topLayer(config.layers());
    // Every array made below belongs to this manager or to a block's, and is freed with it.
    try (NDManager run = weights.newSubManager()) {
      Positions positions = Positions.of(run, pass.length(), rotary);
      TokenTable table = TokenTable.of(pass, stem.positionless());
      IntToLongFunction rowOf = table::row;
      NDArray x = stem.embed(run.create(table.tokens(), table.shape()));
      reader.keep(0, x, rowOf);
      for (int layer = 0; layer < top; layer++) {
        if (cancelled.getAsBoolean()) {
          throw new CancellationException("stopped before block " + (layer + 1));
        }
        // The network's last block alone, so that no shape depends on which layers are wanted.
        int rows = layer == config.layers() - 1 ? pass.rows() : pass.length();
        long[] index = layer == 0 ? table.index() : null;
        x = block(layer, x, pass, rows, index, positions);
        rowOf = position -> pass.row(position, rows);
        reader.keep(layer + 1, x, rowOf);
      }
      return reader.outputs(head, x, rowOf);
    }
  }

  /** The output of a block, normed if it is the last one; {@code x} is freed. */
  private NDArray block(
      int layer, NDArray x, Pass pass, int rows, long @Nullable [] index, Positions positions) {
    NDManager run = x.getManager();
    return blocks.use(
        layer,
        block -> {
          try (NDManager scratch = run.newSubManager()) {
            x.attach(scratch);
            NDArray y = block.apply(x, frame(scratch, pass, rows, index, positions));
            if (layer == config.layers() - 1) {
              y = head.norm().apply(y);
            }
            y.attach(run);
            return y;
          }
        });
  }

  private static Frame frame(
      NDManager manager, Pass pass, int rows, long @Nullable [] index, Positions positions) {
    Shape shape = new Shape(pass.sequences(), pass.length());
    return new Frame(rows, index == null ? null : manager.create(index, shape), positions);
  }

  /** Arrays that outlive a run, to show that runs leave none behind. */
  int liveArrays() {
    return weights.getManagedArrays().size();
  }

  @Override
  public void close() {
    weights.close();
  }
}
