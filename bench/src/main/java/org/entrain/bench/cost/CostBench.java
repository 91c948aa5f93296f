package org.entrain.bench.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.entrain.bench.CommandLine;
import org.entrain.bench.cluster.SimulatedStory;

/** Measures runs of several sizes, one after the other, into a table. */
public final class CostBench {

  /** Steps with different weights. */
  private static final List<Integer> STEPS = List.of(1, 4, 16, 64, 256, 1_000, 2_000);

  private CostBench() {}

  /** The runs that constants are fitted to; each changes some dimensions of the others. */
  static List<MeasuredRun> fitted() {
    return List.of(
        run(1, 1, 300, 1, 1, 5, 0),
        run(2, 1, 1_000, 1, 5, 5, 0),
        run(4, 2, 1_000, 1, 2, 5, 1_000),
        run(1, 1, 10_000, 1, 1, 5, 0),
        run(1, 1, 10_000, 1, 1, 5, 4_000),
        run(1, 4, 5_000, 1, 2, 5, 0),
        run(1, 1, 1_000, 3, 3, 5, 0),
        run(1, 1, 30_000, 1, 1, 5, 200),
        run(0, 1, 300, 1, 2, 5, 0),
        run(1, 1, 10_000, 3, 2, 10, 0));
  }

  /**
   * The run that is predicted: three times the fits and twice the windows of the costliest of them.
   */
  static MeasuredRun predicted() {
    return run(2, 2, 10_000, 3, 2, 10, 500);
  }

  private static MeasuredRun run(
      int steps, int people, int voxels, int tellings, int layers, int lags, int permutations) {
    return new MeasuredRun(
        STEPS.subList(STEPS.size() - steps, STEPS.size()),
        new SimulatedStory(people, voxels, tellings),
        MeasuredRun.firstLayers(layers),
        lags,
        permutations);
  }

  /**
   * Arguments: {@code HOME FOLDER NUMBER…}: measures the runs of these numbers, from 1, or {@code
   * all}, and adds a line for each to {@code FOLDER/measurements.tsv}; the last is the predicted.
   */
  public static void main(String[] arguments) throws Exception {
    CommandLine.run("bench/cost", () -> run(List.of(arguments)));
  }

  private static void run(List<String> arguments) throws IOException, InterruptedException {
    Path home = Path.of(arguments.get(0));
    Path folder = Path.of(arguments.get(1));
    List<MeasuredRun> runs = new ArrayList<>(fitted());
    runs.add(predicted());
    List<String> numbers =
        IntStream.rangeClosed(1, runs.size()).mapToObj(Integer::toString).toList();
    List<String> chosen = arguments.subList(2, arguments.size());
    if (chosen.equals(List.of("all"))) {
      chosen = numbers;
    }
    if (chosen.isEmpty() || !numbers.containsAll(chosen)) {
      throw CommandLine.unknown(
          "numbers of runs from 1 to " + runs.size(), String.join(" ", chosen));
    }
    Files.createDirectories(folder);
    Path table = folder.resolve("measurements.tsv");
    for (String number : chosen) {
      MeasuredRun run = runs.get(Integer.parseInt(number) - 1);
      Measurement measured = run.measure(home, folder.resolve("run" + number));
      if (!Files.exists(table)) {
        Files.writeString(table, "run\t" + Measurement.header() + "\n");
      }
      Files.writeString(table, number + "\t" + measured.line() + "\n", StandardOpenOption.APPEND);
      System.out.printf(
          "%s: %s: %.1f CPU-s, %.1f s%n",
          number, run.text(), measured.cpuSeconds(), measured.wall());
    }
  }
}
