package org.entrain.bench.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.entrain.bench.CommandLine;
import org.entrain.common.FolderTree;
import org.entrain.schemas.Topics;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Activation;
import org.entrain.schemas.avro.FeatureRow;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.SourceKind;
import org.entrain.schemas.avro.WorkState;
import org.entrain.transport.EventProducer;
import org.entrain.transport.KafkaConnection;

/**
 * Times the light stages: simulated activations through {@code worker features} to rows of
 * features, exactly once, on a broker process. A layer vector is what one layer has for one word.
 */
public final class StreamBench {

  private static final int LAYERS = 13;
  private static final int HIDDEN = 768;
  private static final int WORDS = 2_000;
  private static final int WORDS_PER_TR = 6;
  private static final int RUNS = 4;
  private static final int LAGS = 5;
  private static final double NANOS = 1e9;
  private static final int DISTINCT = 64;

  private final Path folder;
  private final int units;
  private final int partitions;
  private final int workers;
  private final int threads;
  private final List<String> settings;

  StreamBench(
      Path folder, int units, int partitions, int workers, int threads, List<String> settings) {
    this.folder = folder;
    this.units = units;
    this.partitions = partitions;
    this.workers = workers;
    this.threads = threads;
    this.settings = settings;
  }

  private void run() throws Exception {
    FolderTree.delete(folder);
    Workload workload =
        new Workload(
            List.of(),
            Lists.plus(settings, "partitions=" + partitions, "kafka.num.stream.threads=" + threads),
            partitions);
    try (Site site = new Site(folder, workload, 1, List.of())) {
      site.brokers().startAll();
      site.makeTopics();
      publish(site);
      double before = site.brokers().process(1).cpuSeconds();
      long begin = System.nanoTime();
      for (int number = 1; number <= workers; number++) {
        site.startWorker("features", number);
      }
      site.await(site.topics().features(), 1);
      long first = System.nanoTime();
      awaitDone(site);
      long last = System.nanoTime();
      double worker = site.workers().stream().mapToDouble(Worker::cpuSeconds).sum();
      double broker = site.brokers().process(1).cpuSeconds() - before;
      check(site);
      long vectors = (long) units * WORDS * LAYERS;
      System.out.printf(
          Locale.ROOT,
          "%d layer vectors of %d floats, %d partitions, %d workers of %d threads%s, one broker,"
              + " exactly once: ready after %.1f s, then %.1f s, %.0f vectors/s; CPU: workers"
              + " %.1f s with their start, broker %.1f s%n",
          vectors,
          HIDDEN,
          partitions,
          workers,
          threads,
          settings.stream().map(each -> ", " + each).collect(Collectors.joining()),
          (first - begin) / NANOS,
          (last - first) / NANOS,
          vectors / ((last - first) / NANOS),
          worker,
          broker);
    }
    FolderTree.delete(folder);
  }

  private void publish(Site site) {
    KafkaConnection connection = new KafkaConnection(site.brokers().direct(), Map.of());
    Topics topics = site.topics();
    List<ByteBuffer> vectors = vectors();
    try (EventProducer producer = new EventProducer(connection, "bench")) {
      for (int unit = 0; unit < units; unit++) {
        producer.send(topics.plans(), name(unit), plan(unit));
      }
      // Units side by side, as workers that share tasks write them.
      for (int word = 0; word < WORDS; word++) {
        for (int unit = 0; unit < units; unit++) {
          int at = (word + unit) % (DISTINCT - LAYERS);
          producer.send(
              topics.activations(),
              name(unit),
              new Activation(
                  id(unit), "bench", (long) unit, word, vectors.subList(at, at + LAYERS), null));
        }
      }
      producer.flush();
    }
  }

  private static List<ByteBuffer> vectors() {
    Random random = new Random(1);
    List<ByteBuffer> vectors = new ArrayList<>();
    for (int i = 0; i < DISTINCT; i++) {
      float[] values = new float[HIDDEN];
      for (int j = 0; j < HIDDEN; j++) {
        values[j] = (float) random.nextGaussian();
      }
      vectors.add(Vectors.ofFloats(values));
    }
    return vectors;
  }

  private Plan plan(int unit) {
    int trs = (WORDS + WORDS_PER_TR - 1) / WORDS_PER_TR;
    return Plan.newBuilder()
        .setUnit(id(unit))
        .setModel("bench")
        .setStep(unit)
        .setStimulus("0123456789abcdef")
        .setKind(SourceKind.WEIGHTS)
        .setIdentity(id(unit))
        .setLayers(IntStream.range(0, LAYERS).boxed().toList())
        .setHiddenSize(HIDDEN)
        .setWords(WORDS)
        .setSkippedWords(0)
        .setWordTrs(ints(WORDS, word -> word / WORDS_PER_TR))
        .setTrRuns(ints(trs, tr -> tr * RUNS / trs))
        .setKeptTrs(ints(trs, tr -> tr))
        .setLags(IntStream.range(0, LAGS).boxed().toList())
        .setContext(50)
        .setWindows(WORDS)
        .setTasks(1)
        .setScoredTokens(0)
        .build();
  }

  private static ByteBuffer ints(int count, IntUnaryOperator value) {
    return Vectors.ofInts(IntStream.range(0, count).map(value).toArray());
  }

  private void awaitDone(Site site) throws IOException {
    Set<String> done = new HashSet<>();
    site.follow(
        progress -> {
          if (progress.getStage().equals("features") && progress.getState() == WorkState.DONE) {
            done.add(progress.getUnit());
          }
          return done.size() == units;
        });
  }

  /** Every row of every layer of every unit, once. */
  private void check(Site site) throws IOException {
    int trs = (WORDS + WORDS_PER_TR - 1) / WORDS_PER_TR;
    Set<String> rows = new HashSet<>();
    long[] records = new long[1];
    site.records()
        .each(
            site.topics().features().name(),
            record -> {
              FeatureRow row = site.topics().features().values().decode(record.value());
              rows.add(row.getUnit() + "/" + row.getLayer() + "/" + row.getRow());
              records[0]++;
            });
    long expected = (long) units * LAYERS * trs;
    if (rows.size() != expected || records[0] != expected) {
      throw new IOException(
          "expected %d rows once each, found %d in %d records"
              .formatted(expected, rows.size(), records[0]));
    }
  }

  private static String id(int unit) {
    return String.format(Locale.ROOT, "%016x", unit + 1);
  }

  private static String name(int unit) {
    return "bench@" + unit;
  }

  private static String settable(String setting) {
    if (setting.startsWith("partitions=") || setting.startsWith("kafka.num.stream.threads=")) {
      throw CommandLine.unknown(
          "a setting without an option of its own (--partitions, --threads)", "--set " + setting);
    }
    return setting;
  }

  /**
   * Arguments: {@code FOLDER [--units N] [--partitions N] [--workers N] [--threads N] [--set
   * KEY=VALUE]…}.
   */
  public static void main(String[] arguments) throws Exception {
    CommandLine.run("bench/stream", () -> run(new CommandLine(List.of(arguments))));
  }

  private static void run(CommandLine words) throws Exception {
    Path folder = Path.of(words.next("FOLDER"));
    int units = 16;
    int partitions = 4;
    int workers = 1;
    int threads = 1;
    List<String> settings = new ArrayList<>();
    while (words.hasNext()) {
      String word = words.next("option");
      switch (word) {
        case "--units" -> units = words.count(word);
        case "--partitions" -> partitions = words.count(word);
        case "--workers" -> workers = words.count(word);
        case "--threads" -> threads = words.count(word);
        case "--set" -> settings.add(settable(words.next(word)));
        default ->
            throw CommandLine.unknown("--units, --partitions, --workers, --threads or --set", word);
      }
    }
    Files.createDirectories(folder);
    new StreamBench(folder, units, partitions, workers, threads, settings).run();
  }
}
