package org.entrain.producers.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.entrain.common.InvalidInputException;
import org.entrain.producers.stimulus.EventsTable;
import org.entrain.producers.stimulus.TimedWords;
import org.entrain.producers.stimulus.VolumeClock.Run;
import org.jspecify.annotations.Nullable;

/** Words from a table of events a run, put on the clock of all runs. */
final class RunEvents {

  private RunEvents() {}

  /**
   * Reads tables. A table is of the run that the {@code run-} of its name says, or that its place
   * in the list says if no name has one.
   *
   * @param runs of the clock
   */
  static TimedWords read(List<Path> files, @Nullable String column, List<Run> runs) {
    List<TimedWords> byRun =
        new ArrayList<>(Collections.nCopies(runs.size(), new TimedWords("", List.of())));
    for (int i = 0; i < files.size(); i++) {
      Path file = files.get(i);
      int run = run(file, i);
      if (run < 1 || run > runs.size() || !byRun.get(run - 1).file().isEmpty()) {
        throw new InvalidInputException(
            file.toString(),
            "run",
            "each of the %d runs of the clock once".formatted(runs.size()),
            "run " + run + (run < 1 || run > runs.size() ? "" : " again"),
            "Check words.file, the run- of the names, and the clock.");
      }
      byRun.set(run - 1, EventsTable.read(file, column));
    }
    return EventsTable.onClock(byRun, runs);
  }

  private static int run(Path file, int place) {
    String label = BidsName.of(file).map(name -> name.label("run")).orElse("");
    try {
      return label.isEmpty() ? place + 1 : Integer.parseInt(label);
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          file.toString(), "run", "a number after run-", label, "Correct the name.", e);
    }
  }
}
