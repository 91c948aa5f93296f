package org.entrain.app.run;

import java.util.Locale;
import java.util.Map;
import org.entrain.results.Accounting;
import org.entrain.transport.ProgressReporter;

/** The state of the work as text. */
public final class StatusText {

  private static final int FAILURES_SHOWN = 20;

  private final StringBuilder text = new StringBuilder();

  private StatusText() {}

  /**
   * Stages, units, accounting, dead letters, failures.
   *
   * @param deadLetters records of every dead-letter topic that has any, by topic
   */
  public static String of(Accounting accounting, Map<String, Long> deadLetters) {
    StatusText status = new StatusText();
    status.stages(accounting);
    status.identities(accounting);
    status.duplicates(accounting);
    status.deadLetters(deadLetters);
    status.failures(accounting);
    return status.text.toString();
  }

  private void stages(Accounting accounting) {
    line("");
    line("%-12s%10s%10s%10s%10s%22s", "stage", "waiting", "running", "done", "failed", "items");
    for (Accounting.StageCount stage : accounting.stages()) {
      if (stage.stage().equals(ProgressReporter.LOADING)) {
        continue; // work for units, not on them
      }
      line(
          "%-12s%,10d%,10d%,10d%,10d%22s",
          stage.stage(),
          stage.waiting(),
          stage.running(),
          stage.done(),
          stage.failed(),
          String.format(Locale.ROOT, "%,d of %,d", stage.doneItems(), stage.expectedItems()));
    }
    line("");
  }

  private void identities(Accounting accounting) {
    Accounting.Units units = accounting.units();
    line(
        "units  %,d announced = %,d scored + %,d failed + %,d open%s%s",
        units.announced(),
        units.scored(),
        units.failed(),
        units.open(),
        some(units.paused(), "paused"),
        some(units.cancelled(), "cancelled"));
    Accounting.Words words = accounting.words();
    line(
        "words  %,d in = %,d embedded + %,d skipped + %,d failed + %,d open (over all units)",
        words.in(), words.embedded(), words.skipped(), words.failed(), words.open());
    Accounting.Trs trs = accounting.trs();
    line("TRs    %,d in = %,d kept + %,d trimmed", trs.in(), trs.kept(), trs.trimmed());
  }

  /** A further term of a sum; empty if it is 0. */
  private static String some(long count, String what) {
    return count == 0 ? "" : String.format(Locale.ROOT, " + %,d %s", count, what);
  }

  private void duplicates(Accounting accounting) {
    for (Accounting.Duplicate duplicate : accounting.duplicates()) {
      line("equal weights, computed once: %s", String.join(", ", duplicate.names()));
    }
  }

  private void deadLetters(Map<String, Long> deadLetters) {
    if (deadLetters.isEmpty()) {
      line("dead letters: none");
    }
    deadLetters.forEach((topic, count) -> line("dead letters: %,d in %s", count, topic));
  }

  private void failures(Accounting accounting) {
    accounting.failures().stream()
        .limit(FAILURES_SHOWN)
        .forEach(
            failure ->
                line(
                    "failed: %s %s %s: %s",
                    failure.stage(), failure.name(), failure.part(), failure.cause()));
    int more = accounting.failures().size() - FAILURES_SHOWN;
    if (more > 0) {
      line("… and %d more; the log has all of them", more);
    }
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
