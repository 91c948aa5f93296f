package org.entrain.bench.cost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.entrain.bench.RandomCheckpoint;
import org.entrain.bench.cluster.JavaProcess;
import org.entrain.bench.cluster.SimulatedStory;
import org.entrain.common.FolderTree;
import org.entrain.results.Accounting;
import org.entrain.results.ResultStore;
import org.entrain.results.ResultStores;

/**
 * A run of everything in one process on simulated recordings, one thread a stage.
 *
 * @param steps steps of the packaged checkpoints; none: one random checkpoint of 4 blocks × 256
 * @param story the dataset
 * @param layers layers that are scored, as {@code layers} has them
 * @param lags lags of the features
 * @param permutations permutations of every test
 */
record MeasuredRun(
    List<Integer> steps, SimulatedStory story, List<Integer> layers, int lags, int permutations) {

  static final int FOLDS = 4;
  private static final int WINDOW = 50;
  private static final int BASELINES = 2;
  private static final int BATCH = 32;
  private static final ModelShape NANO = new ModelShape("nano", 4, 64, 1_024, BATCH);
  private static final ModelShape RANDOM = new ModelShape("random", 4, 256, 8_192, BATCH);
  private static final int RANDOM_HEADS = 4;
  private static final long GLANCE_MS = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  /** Runs and measures it; what is left in the folder is what the process printed. */
  Measurement measure(Path home, Path folder) throws IOException, InterruptedException {
    FolderTree.delete(folder);
    story.write(home, folder.resolve("data"));
    Path state = folder.resolve("state");
    Path output = folder.resolve("out.txt");
    double before = ThreadTimes.children();
    long start = System.nanoTime();
    JavaProcess process =
        JavaProcess.start(output, List.of("-Xmx2g"), Map.of(), command(home, folder, state));
    ThreadTimes times = new ThreadTimes(process.pid());
    while (!process.await(Duration.ofMillis(GLANCE_MS))) {
      times.look();
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        process.kill();
      }
    }
    double wall = (System.nanoTime() - start) * 1e-9;
    if (process.exitCode() != 0) {
      throw new IOException("the run ended with %d; see %s".formatted(process.exitCode(), output));
    }
    double total = ThreadTimes.children() - before;
    Files.write(folder.resolve("threads.txt"), times.names());
    Path database = state.resolve("results.duckdb");
    Measurement measurement =
        new Measurement(
            work(database), times.parts(total), wall, topics(state), Files.size(database));
    FolderTree.delete(state);
    FolderTree.delete(folder.resolve("data"));
    return measurement;
  }

  private List<String> command(Path home, Path folder, Path state) throws IOException {
    List<String> command = new ArrayList<>(List.of("org.entrain.app.Main", "run", "--once"));
    command.addAll(
        List.of("--http", "off", "--dataset", folder.resolve("data").toString(), "--models"));
    if (steps.isEmpty()) {
      Path random = folder.resolve("data/random/step1");
      new RandomCheckpoint(RANDOM.blocks(), RANDOM.hidden(), RANDOM_HEADS, RANDOM.vocabulary())
          .write(random);
      Files.copy(
          home.resolve("sample/checkpoints/nano/step0/tokenizer.json"),
          random.resolve("tokenizer.json"));
      command.add(random.toString());
    }
    for (int step : steps) {
      command.add(home.resolve("sample/checkpoints/nano/step" + step).toString());
    }
    command.addAll(List.of("--state", state.toString()));
    for (String setting :
        List.of(
            "layers=" + String.join(",", layers.stream().map(String::valueOf).toList()),
            "lags=0-" + (lags - 1),
            "permutations=" + permutations,
            "folds=runs:" + FOLDS,
            "threads=1")) {
      command.addAll(List.of("--set", setting));
    }
    return command;
  }

  private Work work(Path database) {
    try (ResultStore store = new ResultStores(name -> null).openReadOnly(database.toString())) {
      Accounting accounting = store.queries().accounting();
      int units = Math.max(1, steps.size());
      // Words of both baselines are counted too, and of these none is skipped.
      long baselines = BASELINES * accounting.words().in() / (units + BASELINES);
      long windows =
          accounting.stages().stream()
              .filter(stage -> stage.stage().equals("embedding"))
              .mapToLong(Accounting.StageCount::doneItems)
              .sum();
      return new Work(
          steps.isEmpty() ? RANDOM : NANO,
          units,
          layers.size(),
          (int) ((accounting.words().embedded() - baselines) / units),
          (int) (windows / units),
          WINDOW,
          (int) accounting.trs().kept(),
          FOLDS,
          lags,
          story.participants(),
          story.voxels(),
          permutations,
          0);
    }
  }

  /** Bytes of segments by topic, over all partitions. */
  private static Map<String, Long> topics(Path state) throws IOException {
    Map<String, Long> bytes = new TreeMap<>();
    Measurement.TOPICS.forEach(topic -> bytes.put(topic, 0L));
    try (Stream<Path> files = Files.walk(state.resolve("broker"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".log")).toList()) {
        String name =
            Objects.requireNonNull(file.getParent())
                .getFileName()
                .toString()
                .replaceFirst("-\\d+$", "");
        String topic = name.replace("entrain.", "");
        if (name.endsWith("-changelog")) {
          topic = "changelogs";
        } else if (!Measurement.TOPICS.contains(topic)) {
          topic = "other";
        }
        bytes.merge(topic, Files.size(file), Long::sum);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return bytes;
  }

  /** For people. */
  String text() {
    return String.format(
        Locale.ROOT,
        "%s, %d layers, %d people × %,d voxels, %d tellings, %d lags, %,d permutations",
        steps.isEmpty() ? "1 random" : steps.size() + " nano",
        layers.size(),
        story.participants(),
        story.voxels(),
        story.tellings(),
        lags,
        permutations);
  }

  /** Layers 0 … count − 1. */
  static List<Integer> firstLayers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }
}
