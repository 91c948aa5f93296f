package org.entrain.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.entrain.results.FitFilter;
import org.entrain.results.FitRow;
import org.entrain.results.Page;
import org.entrain.results.ResultBatch;
import org.entrain.results.ResultQueries;
import org.entrain.results.ResultSink;
import org.entrain.results.ResultStore;
import org.entrain.results.ResultStores;
import org.entrain.schemas.avro.Score;

/** Writes simulated results through the ordinary sink and times the questions of a page. */
public final class ResultBench {

  private static final int TIMES = 15;
  private static final long BATCH_BYTES = 32L << 20;

  /** One participant of the published size, each layer of seven checkpoints in ten variants. */
  private static final SimulatedResults LARGE = new SimulatedResults(7, 7, 10, 1, 27_000, 5);

  private static final SimulatedResults SHORT = new SimulatedResults(2, 2, 10, 1, 27_000, 5);

  /** Many small fits. */
  private static final SimulatedResults MANY = new SimulatedResults(8, 7, 1, 27, 200, 5);

  private ResultBench() {}

  /** Arguments: a folder for files, {@code --short}, and a folder or address to use instead. */
  public static void main(String[] arguments) throws Exception {
    CommandLine.run("bench/results", () -> run(List.of(arguments)));
  }

  private static void run(List<String> arguments) throws IOException {
    List<String> rest = new ArrayList<>(arguments.subList(1, arguments.size()));
    SimulatedResults first = rest.remove("--short") ? SHORT : LARGE;
    if (rest.size() > 1 || rest.stream().anyMatch(argument -> argument.startsWith("-"))) {
      throw CommandLine.unknown("[--short] [FOLDER | jdbc:postgresql://…]", String.join(" ", rest));
    }
    run(first, rest.isEmpty() ? arguments.get(0) : rest.get(0));
  }

  private static void run(SimulatedResults first, String place) throws IOException {
    if (place.startsWith("jdbc:")) {
      measure(first, place);
      return;
    }
    Files.createDirectories(Path.of(place));
    for (SimulatedResults results : List.of(first, MANY)) {
      Path file = Path.of(place, results == MANY ? "many.duckdb" : "large.duckdb");
      Files.deleteIfExists(file);
      measure(results, file.toString());
      System.out.printf("file %,d MiB%n%n", Files.size(file) >> 20);
    }
  }

  private static void measure(SimulatedResults results, String place) {
    System.out.printf(
        "%,d fits of %,d voxels × %d folds: %,d rows%n",
        results.fits(), results.voxels(), results.folds(), results.rows());
    try (ResultStore store = new ResultStores(System::getenv).open(place)) {
      write(results, store.sink());
      System.out.printf("peak resident %,d MiB of this process%n", ProcessUsage.peakBytes() >> 20);
      ResultBatch single = ResultBatch.of(List.of(results.event()), Map.of());
      time("batch of one event", () -> store.sink().apply(single));
      ask(store.queries());
      System.out.printf("peak resident %,d MiB of this process%n", ProcessUsage.peakBytes() >> 20);
    }
  }

  private static void write(SimulatedResults results, ResultSink sink) {
    List<SpecificRecord> events = new ArrayList<>();
    results.others(events::add);
    sink.apply(ResultBatch.of(events, Map.of()));
    events.clear();
    long[] nanos = {0};
    long[] bytes = {0};
    results.scores(
        score -> {
          events.add(score);
          bytes[0] += bytes(score);
          if (bytes[0] >= BATCH_BYTES) {
            nanos[0] += apply(sink, events);
            bytes[0] = 0;
          }
        });
    nanos[0] += apply(sink, events);
    System.out.printf(
        "written in %.1f s: %,.0f rows/s%n", nanos[0] * 1e-9, results.rows() / (nanos[0] * 1e-9));
  }

  private static long bytes(Score score) {
    return score.getR().remaining() + score.getR2().remaining() + score.getP().remaining();
  }

  private static long apply(ResultSink sink, List<SpecificRecord> events) {
    long start = System.nanoTime();
    sink.apply(ResultBatch.of(events, Map.of()));
    events.clear();
    return System.nanoTime() - start;
  }

  private static void ask(ResultQueries queries) {
    List<FitRow> fits = queries.fits(FitFilter.ALL, new Page(0, 1_000)).rows();
    long fit = fits.get(fits.size() / 2).fit();
    Map<String, Runnable> questions = new LinkedHashMap<>();
    questions.put("summary", queries::summary);
    questions.put("summary with significance", queries::summaryWithSignificance);
    questions.put("page of 100 fits", () -> queries.fits(FitFilter.ALL, new Page(100, 100)));
    questions.put("all fits", () -> queries.fits(FitFilter.ALL, new Page(0, Page.LARGEST)));
    questions.put("histogram", () -> queries.histogram(fit));
    questions.put("page of 1000 voxels", () -> queries.voxels(fit, new Page(5_000, 1_000)));
    questions.put("property tests", queries::propertyTests);
    questions.put("probes", queries::probes);
    questions.put("labels", queries::labels);
    questions.put("ceilings", queries::ceilings);
    questions.put("accounting", queries::accounting);
    questions.forEach(ResultBench::time);
  }

  private static void time(String name, Runnable question) {
    double[] milliseconds = new double[TIMES];
    for (int i = 0; i < TIMES; i++) {
      long start = System.nanoTime();
      question.run();
      milliseconds[i] = (System.nanoTime() - start) * 1e-6;
    }
    Arrays.sort(milliseconds);
    System.out.printf(
        "  %-28s median %6.1f ms, max %6.1f ms%n",
        name, milliseconds[TIMES / 2], milliseconds[TIMES - 1]);
  }
}
