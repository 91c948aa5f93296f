package org.entrain.bench.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entrain.bench.CommandLine;

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
    CommandLine words = new CommandLine(arguments);
    Path home = Path.of(words.next("HOME"));
    Path folder = Path.of(words.next("FOLDER"));
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
      String word = words.next("option");
      switch (word) {
        case "--short" -> selection = true;
        case "--reuse" -> reuse = true;
        case "--list" -> list = true;
        case "--seed" -> seed = words.count(word);
        case "--only" -> only = words.next(word);
        case "--before" -> before = Path.of(words.next(word)).resolve("*").toString();
        case "--report" -> report = Path.of(words.next(word));
        case "--set" -> settings.add(words.next(word));
        case "--" -> {
          input = true;
          settings.add("partitions=" + workload.partitions());
          workload = new Workload(words.rest(), settings, workload.partitions());
        }
        default ->
            throw CommandLine.unknown(
                "--short, --reuse, --list, --seed, --only, --before, --report, --set or --", word);
      }
    }
    if (!settings.isEmpty() && !input) {
      throw CommandLine.unknown("input options after -- for --set to go with", "none");
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
      throw CommandLine.unknown("a part of a schedule's name (--list)", "--only " + only);
    }
    return chosen;
  }
}
