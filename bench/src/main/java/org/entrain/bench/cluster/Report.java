package org.entrain.bench.cluster;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What was done to the cluster, and how it took it, as Markdown. */
final class Report {

  private static final int MOST_INCIDENTS = 40;

  private Report() {}

  static void write(Path file, FaultOptions options, List<Verdict> verdicts) throws IOException {
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
      out.printf(
          Locale.ROOT,
          "# Faults%n%n%d schedules, %d passed; seed %d.%n",
          verdicts.size(),
          verdicts.stream().filter(Verdict::passed).count(),
          options.seed());
      for (Verdict verdict : verdicts) {
        out.printf(
            Locale.ROOT,
            "%n## %s: %s%n%n%.1f s; %d records of scores computed twice; workers ended by themselves %d"
                + " times.%n%n",
            verdict.name(),
            verdict.passed() ? "passed" : "FAILED: " + verdict.fault(),
            verdict.seconds(),
            verdict.duplicates(),
            verdict.endings());
        verdict.recoveries().forEach(line -> out.println("- " + line));
        out.println();
        List<String> incidents = verdict.incidents();
        incidents.stream().limit(MOST_INCIDENTS).forEach(line -> out.println("    " + line));
        if (incidents.size() > MOST_INCIDENTS) {
          out.printf("    … and %d more%n", incidents.size() - MOST_INCIDENTS);
        }
      }
    }
  }
}
