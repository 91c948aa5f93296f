package org.entrain.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.entrain.math.LinearAlgebra;
import org.entrain.math.properties.Coding;
import org.entrain.math.properties.Eraser;
import org.entrain.math.properties.Erasure;
import org.entrain.math.properties.Labels;
import org.entrain.math.properties.ProbeResult;
import org.entrain.math.properties.ProbeSettings;
import org.entrain.math.properties.ProbeTarget;
import org.entrain.math.properties.Probes;
import org.entrain.math.properties.RemovalMethod;

/**
 * Times the removal of all properties from a layer and their probes before and after, and says what
 * seven such layers take.
 */
public final class ProbeBench {

  private static final int THREADS = 2;
  private static final int LAYERS = 7;
  private static final int FOLDS = 4;
  private static final double[] PENALTIES =
      IntStream.rangeClosed(-5, 5).mapToDouble(exponent -> Math.pow(10, exponent)).toArray();

  private ProbeBench() {}

  /**
   * Arguments: a file of representations (layers × words × hidden) and a table of properties, to
   * take all layers but the first side by side as one; or a number of words and one of dimensions,
   * to simulate them.
   */
  public static void main(String[] arguments) throws Exception {
    CommandLine.run("bench/probes", () -> run(arguments));
  }

  private static void run(String[] arguments) throws IOException {
    boolean files = arguments[0].endsWith(".npy");
    if (files && !arguments[1].endsWith(".tsv")) {
      throw CommandLine.unknown("FILE.npy TABLE.tsv, or WORDS HIDDEN", String.join(" ", arguments));
    }
    ProbeData data =
        files
            ? ProbeData.read(Path.of(arguments[0]), Path.of(arguments[1]))
            : ProbeData.simulated(
                CommandLine.count("WORDS", arguments[0]),
                CommandLine.count("HIDDEN", arguments[1]),
                1);
    FMatrixRMaj words = data.words();
    System.out.printf(
        "%s: %,d words × %d dimensions, %d properties, %d threads%n",
        files ? "states of a checkpoint" : "simulated states",
        words.numRows,
        words.numCols,
        data.properties().size(),
        THREADS);
    LinearAlgebra algebra = LinearAlgebra.best();
    // A small layer first: classes are loaded and compiled.
    layer(algebra, ProbeData.simulated(300, 40, 2), false);
    double start = ProcessUsage.cpuSeconds();
    layer(algebra, data, true);
    double seconds = ProcessUsage.cpuSeconds() - start;
    System.out.printf("peak resident %,d MiB%n", ProcessUsage.peakBytes() >> 20);
    System.out.printf(
        "%.1f CPU-seconds a layer, %.1f core-minutes for %d%n",
        seconds, seconds * LAYERS / 60, LAYERS);
  }

  /** as the strict preset does it, its folds by quarters of the words. */
  private static void layer(LinearAlgebra algebra, ProbeData data, boolean shown) {
    int count = data.words().numRows;
    List<int[]> training =
        IntStream.range(0, FOLDS)
            .mapToObj(
                fold -> IntStream.range(0, count).filter(w -> w * FOLDS / count != fold).toArray())
            .toList();
    long start = System.nanoTime();
    double cpu = ProcessUsage.cpuSeconds();
    Eraser eraser =
        new Eraser(
            algebra,
            RemovalMethod.CROSS_FITTED,
            Coding.ONE_HOT,
            FOLDS,
            PENALTIES,
            data.words(),
            training);
    List<ProbeTarget> targets = new ArrayList<>();
    for (Labels labels : data.properties()) {
      targets.add(ProbeTarget.of(labels));
      targets.add(eraser.probed((Erasure.ByLabels) eraser.fit(labels), labels, FOLDS));
    }
    report(shown, "removals", start, cpu);
    start = System.nanoTime();
    cpu = ProcessUsage.cpuSeconds();
    List<ProbeResult> results =
        new Probes(algebra, THREADS, ProbeSettings.PROTOCOL).fit(data.words(), targets);
    for (int i = 0; i < results.size() && shown; i += 2) {
      Labels labels = data.properties().get(i / 2);
      System.out.printf(
          "  %-20s %d classes, chance %.3f, before %s, after %s%n",
          labels.property(),
          labels.classes().size(),
          labels.chance(),
          accuracy(results.get(i)),
          accuracy(results.get(i + 1)));
    }
    report(shown, "probes", start, cpu);
  }

  private static void report(boolean shown, String what, long start, double cpu) {
    if (shown) {
      System.out.printf(
          "%s: %.1f s, %.1f CPU-seconds%n",
          what, (System.nanoTime() - start) * 1e-9, ProcessUsage.cpuSeconds() - cpu);
    }
  }

  private static String accuracy(ProbeResult result) {
    return result.probe() == null
        ? String.valueOf(result.fault())
        : "%.3f".formatted(result.probe().accuracy());
  }
}
