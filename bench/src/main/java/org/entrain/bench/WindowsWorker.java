package org.entrain.bench;

import ai.djl.engine.Engine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
    PrintStream answers = System.out;
    // Whatever a library prints must not stand among the answers.
    System.setOut(System.err);
    Path folder = Path.of(arguments[0]);
    int[] windows = readWindows(Path.of(arguments[1]));
    int context = Integer.parseInt(arguments[2]);
    int threads = Integer.parseInt(arguments[3]);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (LanguageModels models = new LanguageModels();
        LanguageModel model = models.open(CheckpointFolder.open(folder));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      Commands commands =
          new Commands(
              new WindowBatches(model, windows, context, threads, pool),
              new GemmRate(threads, pool));
      answers.println("ready " + versions());
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        answers.println(commands.answer(line));
      }
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
    return "JDK %s, DJL %s, PyTorch %s"
        .formatted(
            Runtime.version(), Engine.getDjlVersion(), Engine.getEngine("PyTorch").getVersion());
  }
}
