package org.entrain.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.entrain.bench.RandomCheckpoint;
import org.entrain.bench.cost.ThreadTimes;
import org.entrain.common.FolderTree;

/**
 * Times a process that runs on: how soon it is ready, what it uses while it waits, and what a ninth
 * checkpoint costs beyond its own forward passes and fits.
 */
public final class AdditionBench {

  private static final int VOXELS = 27_000;
  private static final Duration PATIENCE = Duration.ofMinutes(40);
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofSeconds(10);

  /** Compilers are at work on what has run, minutes after nothing runs any more. */
  private static final Duration SETTLING = Duration.ofMinutes(4);

  private static final double LEAST_TOLD = 0.5;
  private static final long GLANCE_MS = 100;
  private static final double NANOS = 1e9;
  private static final Pattern WAITING = Pattern.compile("Up and waiting");
  private static final Pattern TASK = Pattern.compile("task \\d+/\\d+: \\d+ windows in");
  private static final Pattern FIT = Pattern.compile("layer \\d+, \\S+, against ");

  private final Path home;
  private final Path folder;
  private final Path state;
  private final Path output;

  private AdditionBench(Path home, Path folder) {
    this.home = home;
    this.folder = folder;
    state = folder.resolve("state");
    output = folder.resolve("run.out");
  }

  private void time() throws IOException, InterruptedException {
    FolderTree.delete(folder);
    Workload wide = WideStory.write(home, folder.resolve("story"), VOXELS);
    JavaProcess first =
        run(
            "--dataset",
            folder.resolve("story").toString(),
            "--models",
            home.resolve("sample/checkpoints/nano").toString(),
            "--set",
            "threads=1",
            "--set",
            "partitions=" + wide.partitions());
    try {
      double done = await(first, "the first eight checkpoints");
      System.out.printf(Locale.ROOT, "eight checkpoints scored after %.1f s%n", done);
      Thread.sleep(PAUSE.toMillis());
      addition(first);
      first.terminate(Duration.ofSeconds(40));
    } finally {
      first.kill();
    }
    Files.delete(output);
    // The random baseline is as wide as the widest model: the next start fits it anew.
    JavaProcess wider = run();
    await(wider, "the wider baseline");
    wider.terminate(Duration.ofSeconds(40));
    Files.delete(output);
    rest(run());
  }

  /** Starts as users do, on a state that may be finished. */
  private JavaProcess run(String... arguments) throws IOException {
    return JavaProcess.launch(home, output, words("run", arguments));
  }

  private List<String> words(String command, String... arguments) {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(List.of(arguments));
    words.addAll(List.of("--state", state.toString()));
    return words;
  }

  private void rest(JavaProcess process) throws IOException, InterruptedException {
    try {
      System.out.printf(
          Locale.ROOT, "ready on a finished state after %.1f s%n", await(process, "the start"));
      Thread.sleep(PAUSE.toMillis());
      idle(process, "at once");
      Thread.sleep(SETTLING.toMillis());
      idle(process, "settled");
    } finally {
      process.kill();
    }
  }

  private static void idle(JavaProcess process, String when) throws InterruptedException {
    double before = process.cpuSeconds();
    Thread.sleep(IDLE.toMillis());
    System.out.printf(
        Locale.ROOT,
        "idle, %s: %.1f %% of a core over %d s%n",
        when,
        100 * (process.cpuSeconds() - before) / IDLE.toSeconds(),
        IDLE.toSeconds());
  }

  private void addition(JavaProcess process) throws IOException, InterruptedException {
    Path ninth = larger();
    int tasks = logged(TASK);
    int fits = logged(FIT);
    ThreadTimes threads = new ThreadTimes(process.pid());
    threads.look();
    Map<String, Double> parts = threads.seconds();
    double own = threads.engines();
    int waits = count(Files.readString(output), WAITING);
    double before = process.cpuSeconds();
    long start = System.nanoTime();
    JavaProcess add =
        JavaProcess.launch(home, folder.resolve("add.out"), words("add", ninth.toString()));
    while (count(Files.readString(output), WAITING) == waits) {
      requireTime(process, start, "the ninth checkpoint");
      threads.look();
      Thread.sleep(GLANCE_MS);
    }
    double seconds = (System.nanoTime() - start) / NANOS;
    double cpu = process.cpuSeconds() - before;
    add.await(PATIENCE);
    threads.look();
    double work = threads.engines() - own;
    System.out.printf(
        Locale.ROOT,
        "ninth checkpoint: %.1f CPU-s in %.1f s, of which its own forward passes and fits took"
            + " %.1f: %.3f ×; %d tasks and %d fits computed%n",
        cpu,
        seconds,
        work,
        cpu / work,
        logged(TASK) - tasks,
        logged(FIT) - fits);
    threads.seconds().entrySet().stream()
        .map(now -> Map.entry(now.getKey(), now.getValue() - parts.getOrDefault(now.getKey(), 0.0)))
        .filter(used -> used.getValue() >= LEAST_TOLD)
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(
            used ->
                System.out.printf(Locale.ROOT, "%8.1f CPU-s %s%n", used.getValue(), used.getKey()));
  }

  private double await(JavaProcess process, String what) throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (count(Files.readString(output), WAITING) == 0) {
      requireTime(process, start, what);
      Thread.sleep(GLANCE_MS);
    }
    return (System.nanoTime() - start) / NANOS;
  }

  private void requireTime(JavaProcess process, long start, String what)
      throws IOException, InterruptedException {
    if (!process.alive() || System.nanoTime() - start > PATIENCE.toNanos()) {
      process.kill();
      throw new IOException(what + " never came; see " + output);
    }
  }

  private int logged(Pattern line) throws IOException {
    return count(Files.readString(state.resolve("logs/entrain.log")), line);
  }

  private static int count(String text, Pattern pattern) {
    return (int) pattern.matcher(text).results().count();
  }

  /** A checkpoint of Pythia-160M's shape, whose forward passes take minutes. */
  private Path larger() throws IOException {
    Path checkpoint = folder.resolve("simulated-160m/step1");
    new RandomCheckpoint(12, 768, 12, 50_304).write(checkpoint);
    Files.copy(
        home.resolve("sample/checkpoints/nano/step2000/tokenizer.json"),
        checkpoint.resolve("tokenizer.json"));
    return checkpoint;
  }

  /** Arguments: {@code HOME FOLDER}. */
  public static void main(String[] arguments) throws Exception {
    new AdditionBench(Path.of(arguments[0]), Path.of(arguments[1])).time();
  }
}
