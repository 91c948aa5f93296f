package org.entrain.bench.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param home folder of the project
 * @param folder where everything is kept
 * @param workload what is computed
 * @param seed seed of moments and victims
 * @param selection whether only the short selection runs
 * @param reuse whether the undisturbed run of the last time serves again
 * @param list whether schedules are named only
 * @param only part of the names of the schedules that run; empty for all
 * @param before class path of the version before a rolling upgrade
 * @param report file of the report
 */
record FaultOptions(
    Path home,
    Path folder,
    Workload workload,
    long seed,
    boolean selection,
    boolean reuse,
    boolean list,
    String only,
    String before,
    Path report) {

  /**
   * {@code HOME FOLDER [--short] [--list] [--reuse] [--seed N] [--only TEXT] [--before FOLDER]
   * [--report FILE] [--set KEY=VALUE]… [-- INPUT…]}.
   */
  static FaultOptions parse(List<String> arguments) {
    Iterator<String> words = arguments.iterator();
    Path home = Path.of(words.next());
    Path folder = Path.of(words.next());
    long seed = 1;
    boolean selection = false;
    boolean reuse = false;
    boolean list = false;
    boolean input = false;
    String only = "";
    String before = JavaProcess.ownClassPath();
    Path report = folder.resolve("report.md");
    Workload workload = Workload.sample(home);
    List<String> settings = new ArrayList<>();
    while (words.hasNext()) {
      String word = words.next();
      switch (word) {
        case "--short" -> selection = true;
        case "--reuse" -> reuse = true;
        case "--list" -> list = true;
        case "--seed" -> seed = Long.parseLong(words.next());
        case "--only" -> only = words.next();
        case "--before" -> before = Path.of(words.next()).resolve("*").toString();
        case "--report" -> report = Path.of(words.next());
        case "--set" -> settings.add(words.next());
        case "--" -> {
          input = true;
          List<String> options = new ArrayList<>();
          words.forEachRemaining(options::add);
          settings.add("partitions=" + workload.partitions());
          workload = new Workload(options, settings, workload.partitions());
        }
        default ->
            throw new IllegalArgumentException(
                "expected --short, --reuse, --list, --seed, --only, --before, --report, --set or --,"
                    + " found "
                    + word);
      }
    }
    if (!settings.isEmpty() && !input) {
      throw new IllegalArgumentException("--set goes with input options after --");
    }
    return new FaultOptions(
        home, folder, workload, seed, selection, reuse, list, only, before, report);
  }

  List<Schedule> choose(List<Schedule> all) {
    List<Schedule> chosen =
        all.stream()
            .filter(schedule -> !selection || schedule.inSelection())
            .filter(schedule -> schedule.name().contains(only))
            .toList();
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException("no schedule's name contains " + only);
    }
    return chosen;
  }
}
