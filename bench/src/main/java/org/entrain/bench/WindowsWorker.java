package org.entrain.bench;

import ai.djl.engine.Engine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.entrain.models.CheckpointFolder;
import org.entrain.models.LanguageModel;
import org.entrain.models.LanguageModels;

/**
 * The process of entrain's side: loads a checkpoint, then answers one line on standard output per
 * line on standard input, until that ends.
 */
public final class WindowsWorker {

  private WindowsWorker() {}

  /** Arguments: checkpoint folder, file of windows (int32, little-endian), context, threads. */
  public static void main(String[] arguments) throws IOException {
    AnswerLoop loop = new AnswerLoop();
    Path folder = Path.of(arguments[0]);
    int[] windows = readWindows(Path.of(arguments[1]));
    int context = Integer.parseInt(arguments[2]);
    int threads = Integer.parseInt(arguments[3]);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (LanguageModels models = new LanguageModels();
        LanguageModel model = models.open(CheckpointFolder.open(folder))) {
      loop.run(
          versions(),
          new Commands(
              new WindowBatches(model, windows, context, threads, pool),
              new GemmRate(threads, pool)));
    } finally {
      pool.shutdown();
    }
  }

  static int[] readWindows(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int[] ids = new int[bytes.length / Integer.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(ids);
    return ids;
  }

  private static String versions() {
    return "DJL %s, PyTorch %s"
        .formatted(Engine.getDjlVersion(), Engine.getEngine("PyTorch").getVersion());
  }
}
