package org.entrain.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.entrain.bench.CommandLine;
import org.entrain.bench.RandomCheckpoint;
import org.entrain.common.FolderTree;
import org.entrain.encoding.EncodingStageSettings;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Score;
import org.entrain.schemas.avro.WorkState;

/**
 * Times what the heavy stages lose to the stream: a worker with a broker process beside it on the
 * same machine, against its engine alone on the same input. Both are timed from the end of the
 * first piece of work to that of the last, and take turns.
 */
public final class OverheadBench {

  private static final int LAYERS = 6;
  private static final int HIDDEN = 512;
  private static final int HEADS = 8;
  private static final int VOCABULARY = 50_304;
  private static final int VOXELS = 40_000;
  private static final int PARTITIONS = 1;
  private static final String MODEL = "simulated-70m";
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final double NANOS = 1e9;

  private final Path home;
  private final Path folder;
  private final int threads;

  private OverheadBench(Path home, Path folder, int threads) {
    this.home = home;
    this.folder = folder;
    this.threads = threads;
  }

  private void run() throws Exception {
    FolderTree.delete(folder);
    SimulatedStory story = new SimulatedStory(1, VOXELS, 1);
    story.write(home, folder.resolve("story"));
    Workload workload =
        new Workload(
            List.of(
                "--dataset",
                folder.resolve("story").toString(),
                "--models",
                checkpoint().toString(),
                "--participants",
                story.names().get(0)),
            List.of("threads=" + threads, "partitions=" + PARTITIONS),
            PARTITIONS);
    try (Site site = new Site(folder.resolve("site"), workload, 1, List.of())) {
      site.brokers().startAll();
      site.startWorker("planner", 1);
      site.produce();
      int tasks = tasks(site);
      site.worker("planner", 1).stop();
      compare(site, "embedding", tasks);
      site.startWorker("features", 1);
      await(site, "features", 1);
      site.worker("features", 1).stop();
      compare(site, "encoding", LAYERS + 1);
      requireSameSettings(site);
    }
    FolderTree.delete(folder);
  }

  /** Random weights: their shape alone counts. */
  private Path checkpoint() throws IOException {
    Path checkpoint = folder.resolve(MODEL).resolve("step1");
    new RandomCheckpoint(LAYERS, HIDDEN, HEADS, VOCABULARY).write(checkpoint);
    Files.copy(
        home.resolve("sample/checkpoints/nano/step2000/tokenizer.json"),
        checkpoint.resolve("tokenizer.json"));
    return checkpoint;
  }

  /** Waits until the model's tasks are planned; returns how many there are. */
  private int tasks(Site site) throws Exception {
    Topics topics = site.topics();
    site.first(topics.embeddingTasks());
    for (ConsumerRecord<byte[], byte[]> record : site.records().all(topics.plans().name())) {
      Plan plan = topics.plans().values().decode(record.value());
      if (plan.getTasks() > 0) {
        site.await(topics.embeddingTasks(), plan.getTasks());
        return plan.getTasks();
      }
    }
    throw new IOException("no plan has tasks");
  }

  private void compare(Site site, String stage, int pieces) throws Exception {
    double before = bare(site, stage);
    double brokers = site.brokers().process(1).cpuSeconds();
    Worker worker = site.startWorker(stage, 1);
    double streamed = await(site, stage, pieces);
    brokers = site.brokers().process(1).cpuSeconds() - brokers;
    worker.stop();
    double after = bare(site, stage);
    double alone = (before + after) / 2;
    System.out.printf(
        Locale.ROOT,
        "%s: %d pieces of work on %d threads; engine alone %.1f s and %.1f s, worker %.1f s:"
            + " %.1f %% lost to streaming (broker %.1f CPU-s)%n",
        stage,
        pieces,
        threads,
        before,
        after,
        streamed,
        100 * (1 - alone / streamed),
        brokers);
  }

  private double bare(Site site, String stage) throws IOException, InterruptedException {
    Path output = folder.resolve("bare-" + stage + ".out");
    Files.deleteIfExists(output);
    JavaProcess process =
        JavaProcess.start(
            output,
            List.of("-Xmx1g"),
            Map.of(),
            List.of(
                BareStages.class.getName(),
                stage,
                site.brokers().direct(),
                Integer.toString(PARTITIONS),
                Integer.toString(threads),
                Integer.toString(VOXELS)));
    if (!process.await(PATIENCE) || process.exitCode() != 0) {
      process.kill();
      throw new IOException("the engine alone failed; see " + output);
    }
    List<String> lines = Files.readAllLines(output);
    return Double.parseDouble(lines.get(lines.size() - 1));
  }

  /** Seconds from the end of the model's first piece of work to that of its last one. */
  private static double await(Site site, String stage, int pieces) throws IOException {
    Set<String> done = new HashSet<>();
    List<Long> ends = new ArrayList<>();
    double[] others = new double[1];
    site.follow(
        progress -> {
          if (progress.getStage().equals(stage) && progress.getState() == WorkState.DONE) {
            if (progress.getName().startsWith(MODEL)) {
              done.add(progress.getUnit() + "/" + progress.getPart());
              ends.add(System.nanoTime());
            } else if (!ends.isEmpty()) {
              others[0] += progress.getSeconds();
            }
          }
          return done.size() == pieces;
        });
    return (ends.get(ends.size() - 1) - ends.get(0)) / NANOS - others[0];
  }

  /** The engine alone must have done the same work. */
  private static void requireSameSettings(Site site) throws Exception {
    Score score = site.topics().scores().values().decode(site.first(site.topics().scores()));
    String expected = EncodingStageSettings.of(BareStages.PRESET).hash();
    if (!score.getSettings().equals(expected)) {
      throw new IOException(
          "settings of the worker's fits: expected %s, found %s"
              .formatted(expected, score.getSettings()));
    }
  }

  /** Arguments: {@code HOME FOLDER [THREADS]}. */
  public static void main(String[] arguments) throws Exception {
    CommandLine.run("bench/overhead", () -> run(arguments));
  }

  private static void run(String[] arguments) throws Exception {
    int threads =
        arguments.length > 2
            ? CommandLine.count("threads", arguments[2])
            : Runtime.getRuntime().availableProcessors();
    new OverheadBench(Path.of(arguments[0]), Path.of(arguments[1]), threads).run();
  }
}
