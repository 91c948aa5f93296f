package org.entrain.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;
import java.util.stream.IntStream;
import org.entrain.models.CheckpointFolder;
import org.entrain.models.LanguageModel;
import org.entrain.models.LanguageModels;
import org.entrain.models.Pass;
import org.entrain.models.PassOutputs;

/** Shows the memory that one batch through a model of 6.9 billion parameters takes. */
public final class LargeModel {

  private static final int BATCH = 32;
  private static final int CONTEXT = 50;
  private static final double GIB = 1L << 30;

  private LargeModel() {}

  /** Arguments: folder for the checkpoint, a tokenizer.json, number of layers. */
  public static void main(String[] arguments) throws Exception {
    CommandLine.run("bench/large", () -> run(arguments));
  }

  private static void run(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int layers = CommandLine.count("LAYERS", arguments[2]);
    if (!Files.exists(folder.resolve("tokenizer.json"))) {
      report("written", () -> RandomCheckpoint.large(layers).write(folder));
      Files.copy(
          Path.of(arguments[1]),
          folder.resolve("tokenizer.json"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    CheckpointFolder[] checked = new CheckpointFolder[1];
    report("checked", () -> checked[0] = CheckpointFolder.open(folder));
    LanguageModel[] opened = new LanguageModel[1];
    try (LanguageModels models = new LanguageModels()) {
      report("opened", () -> opened[0] = models.open(checked[0]));
      int[] tokens =
          new Random(1).ints(BATCH * CONTEXT, 0, checked[0].config().vocabularySize()).toArray();
      int[] next = IntStream.range(0, BATCH).toArray();
      int[] all = IntStream.rangeClosed(0, layers).toArray();
      Pass pass = Pass.ofWindows(tokens, BATCH, CONTEXT, all, next);
      PassOutputs[] outputs = new PassOutputs[1];
      report(
          "ran one batch of %d windows of %d tokens".formatted(BATCH, CONTEXT),
          () -> outputs[0] = opened[0].run(pass));
      double sum =
          IntStream.range(0, BATCH).mapToDouble(i -> outputs[0].logProbabilities()[i]).sum();
      System.out.printf("mean log-probability %.3f%n", sum / BATCH);
      opened[0].close();
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void report(String what, Work work) throws IOException {
    PrintStream out = System.out;
    long start = System.nanoTime();
    work.run();
    out.printf(
        "%s: %.1f s, peak resident %.2f GiB%n",
        what, (System.nanoTime() - start) * 1e-9, ProcessUsage.peakBytes() / GIB);
  }
}
