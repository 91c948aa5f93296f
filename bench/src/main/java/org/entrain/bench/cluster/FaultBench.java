package org.entrain.bench.cluster;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.entrain.bench.CommandLine;
import org.entrain.common.FolderTree;
import org.entrain.results.ResultStore;
import org.entrain.results.ResultStores;
import org.jspecify.annotations.Nullable;

/**
 * Runs schedules of faults one after the other, and compares what each leaves with what one
 * undisturbed process leaves on its embedded broker.
 */
public final class FaultBench {

  private static final Duration PATIENCE = Duration.ofMinutes(8);
  private static final List<String> SHORT = List.of(JavaProcess.SHORT_LIVED);
  private static final int WIDE_VOXELS = 100_000;
  private static final String RESULTS = "results.duckdb";
  private static final Duration GLANCE = Duration.ofMillis(1_000);

  private final Path home;
  private final Path folder;
  private final Workload workload;
  private final String before;
  private final long seed;
  private final boolean reuse;
  private final PrintStream out;

  /**
   * @param home folder of the project
   * @param folder where everything is kept until the schedule has passed
   * @param before class path of the version before a rolling upgrade
   * @param seed chooses moments and victims
   * @param reuse whether the undisturbed run of the last time serves again
   */
  FaultBench(
      Path home,
      Path folder,
      Workload workload,
      String before,
      long seed,
      boolean reuse,
      PrintStream out) {
    this.before = before;
    this.home = home;
    this.folder = folder;
    this.workload = workload;
    this.seed = seed;
    this.reuse = reuse;
    this.out = out;
  }

  /** Runs all; the verdicts are in their order. */
  List<Verdict> run(List<Schedule> schedules) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Map<Workload, Outcome> undisturbed = new HashMap<>();
    List<Verdict> verdicts = new ArrayList<>();
    for (Schedule schedule : schedules) {
      Workload work = schedule.wide() ? wide() : workload;
      if (!undisturbed.containsKey(work)) {
        Outcome outcome = undisturbed(schedule.wide() ? "undisturbed-wide" : "undisturbed", work);
        out.printf(
            "undisturbed: %d fits, %d probes, results %s%n",
            outcome.fits(), outcome.probes(), outcome.digest());
        undisturbed.put(work, outcome);
      }
      Verdict verdict = verdict(schedule, work, undisturbed.get(work));
      verdicts.add(verdict);
      out.println(verdict.line());
      out.flush();
    }
    return verdicts;
  }

  private Workload wide() throws IOException {
    return WideStory.write(home, folder.resolve("wide"), WIDE_VOXELS);
  }

  /** The whole stream in one process, as most users run it. */
  private Outcome undisturbed(String name, Workload work) throws IOException, InterruptedException {
    Path state = folder.resolve(name);
    if (reuse && Files.exists(state.resolve(RESULTS))) {
      return outcome(state);
    }
    FolderTree.delete(state);
    List<String> command = new ArrayList<>(List.of("org.entrain.app.Main", "run", "--once"));
    command.addAll(work.input());
    command.addAll(work.options());
    command.addAll(List.of("--state", state.toString()));
    Path output = folder.resolve(name + ".out");
    JavaProcess process = JavaProcess.start(output, Lists.plus(SHORT, "-Xmx1g"), Map.of(), command);
    if (!process.await(Duration.ofHours(2)) || process.exitCode() != 0) {
      process.kill();
      throw new IOException("the undisturbed run failed; see " + output);
    }
    return outcome(state);
  }

  private static Outcome outcome(Path state) throws IOException {
    try (ResultStore store =
        new ResultStores(name -> null).openReadOnly(state.resolve(RESULTS).toString())) {
      return Outcome.of(store.queries());
    }
  }

  private Verdict verdict(Schedule schedule, Workload work, Outcome undisturbed)
      throws IOException, InterruptedException {
    Path place = folder.resolve(schedule.name().replaceAll("[^A-Za-z0-9]+", "-"));
    FolderTree.delete(place);
    // The name is part of the seed: a schedule run alone strikes as it does among all.
    Random random = new Random(seed ^ schedule.name().hashCode());
    try (Site site = new Site(place, work, schedule.brokers(), SHORT)) {
      site.launches().before(before);
      @Nullable String fault;
      long duplicates = 0;
      try {
        schedule.script().run(site, random);
        fault = ending(site, schedule, undisturbed);
        duplicates = site.watch().scoreRecords() - site.watch().fits();
      } catch (Exception e) {
        fault = e.toString();
      }
      Verdict verdict =
          new Verdict(
              schedule.name(),
              fault,
              site.incidents().seconds(),
              duplicates,
              site.workers().stream().mapToInt(Worker::endings).sum(),
              site.recoveries().stream().map(Recovery::text).toList(),
              site.incidents().lines());
      if (fault == null) {
        site.close();
        FolderTree.delete(place);
      }
      return verdict;
    } catch (IOException | InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("a schedule does not end: " + e, e);
    }
  }

  /** Waits for the results; returns what is wrong with them, or null. */
  private static @Nullable String ending(Site site, Schedule schedule, Outcome undisturbed)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (site.watch().fits() < undisturbed.computed()) {
      if (site.fault() != null) {
        return site.fault();
      }
      if (System.nanoTime() > deadline) {
        return "only %d of %d fits came within %s"
            .formatted(site.watch().fits(), undisturbed.computed(), PATIENCE);
      }
    }
    Thread.sleep(GLANCE.toMillis());
    @Nullable Outcome outcome = site.outcome();
    while (outcome == null || !outcome.difference(undisturbed).isEmpty()) {
      if (System.nanoTime() > deadline) {
        return outcome == null
            ? "results are not read to their end"
            : outcome.difference(undisturbed);
      }
      if (outcome != null) {
        site.worker("results", 1).start();
      }
      Thread.sleep(4 * GLANCE.toMillis());
      outcome = site.outcome();
    }
    if (!outcome.balanced()) {
      return "accounts do not balance: " + outcome.accounting();
    }
    long letters = site.deadLetters();
    return letters == schedule.letters()
        ? null
        : "dead letters: expected %d, found %d".formatted(schedule.letters(), letters);
  }

  /**
   * Arguments: {@code HOME FOLDER [--short] [--seed N] [--only TEXT] [--before FOLDER] [--report
   * FILE] [-- INPUT…]}.
   */
  public static void main(String[] arguments) throws Exception {
    CommandLine.run("bench/faults", () -> run(FaultOptions.parse(List.of(arguments))));
  }

  private static void run(FaultOptions options) throws IOException, InterruptedException {
    List<Schedule> schedules = options.choose(Schedules.all());
    if (options.list()) {
      schedules.forEach(schedule -> System.out.println(schedule.name()));
      return;
    }
    FaultBench bench =
        new FaultBench(
            options.home(),
            options.folder(),
            options.workload(),
            options.before(),
            options.seed(),
            options.reuse(),
            System.out);
    List<Verdict> verdicts = bench.run(schedules);
    Report.write(options.report(), options, verdicts);
    long passed = verdicts.stream().filter(Verdict::passed).count();
    System.out.printf(Locale.ROOT, "%d schedules, %d passed%n", verdicts.size(), passed);
    System.exit(passed == verdicts.size() ? 0 : 1);
  }
}
