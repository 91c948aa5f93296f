package org.entrain.producers.recordings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.entrain.common.InvalidInputException;
import org.entrain.producers.stimulus.Tr;

/** What a clock says of the rows of a recording, and whether files fit it. */
final class ClockFit {

  /** Headers hold the interval as float32 and in other units; 2 s and 2.0045 s are not the same. */
  private static final double SAME_INTERVAL = 1e-3;

  private final boolean trimmed;
  private final int trs;
  private final List<RunRows> runs = new ArrayList<>();
  private final double interval;

  /**
   * Rows of a run.
   *
   * @param first row in the recording as it is supplied
   * @param rows how many are supplied
   * @param kept rows that remain, counted from the run's first
   */
  record RunRows(int first, int rows, int[] kept) {}

  /**
   * @param trimmed whether recordings lack the trimmed TRs
   */
  ClockFit(List<Tr> clock, boolean trimmed) {
    this.trimmed = trimmed;
    this.trs = clock.size();
    double distance = Double.NaN;
    List<Integer> kept = new ArrayList<>();
    int first = 0;
    int rows = 0;
    for (int i = 0; i < clock.size(); i++) {
      Tr tr = clock.get(i);
      if (tr.kept()) {
        kept.add(rows);
      }
      rows += tr.kept() || !trimmed ? 1 : 0;
      boolean last = i + 1 == clock.size() || clock.get(i + 1).run() != tr.run();
      if (last) {
        runs.add(new RunRows(first, rows, kept.stream().mapToInt(Integer::intValue).toArray()));
        first += rows;
        rows = 0;
        kept.clear();
      } else if (Double.isNaN(distance)) {
        distance = clock.get(i + 1).time() - tr.time();
      }
    }
    this.interval = distance;
  }

  List<RunRows> runs() {
    return runs;
  }

  /** Rows that remain, counted in the recording as it is supplied. */
  int[] keptRows() {
    return runs.stream()
        .flatMapToInt(run -> Arrays.stream(run.kept()).map(row -> run.first() + row))
        .toArray();
  }

  /**
   * Refuses files whose rows are not those of the clock, all together and, where there is one for
   * every run, each; and files that state another interval between volumes.
   */
  void check(List<SampleFile> files) {
    files.forEach(this::checkInterval);
    int rows = files.stream().mapToInt(SampleFile::rows).sum();
    int expected = runs.stream().mapToInt(RunRows::rows).sum();
    if (files.size() == 1) {
      if (rows != expected) {
        throw fault(files.get(0), expected, rows);
      }
      return;
    }
    boolean each = files.size() == runs.size();
    for (int f = 0; each && f < files.size(); f++) {
      if (files.get(f).rows() != runs.get(f).rows()) {
        throw new InvalidInputException(
            files.get(f).file().toString(),
            "rows",
            "%d, as run %d of the clock has".formatted(runs.get(f).rows(), f + 1),
            files.get(f).rows() + " rows",
            "Check the clock, the order of the files, and recordings.trimmed.");
      }
    }
    if (rows != expected) {
      throw new InvalidInputException(
          files.get(0).file().toString(),
          "rows",
          "%d in all %d files, as the clock has in %d runs"
              .formatted(expected, files.size(), runs.size()),
          files.stream().map(f -> f.rows() + "").collect(Collectors.joining(" + ")) + " = " + rows,
          "Check the clock, the list of files, and recordings.trimmed.");
    }
  }

  private InvalidInputException fault(SampleFile file, int expected, int rows) {
    int kept = keptRows().length;
    int other = trimmed ? trs : kept;
    return new InvalidInputException(
        file.file().toString(),
        "rows",
        "%d, one for each %sTR of the clock (%d TRs, %d after trimming)"
            .formatted(expected, trimmed ? "kept " : "", trs, kept),
        rows + " rows",
        rows == other
            ? "Set recordings.trimmed: " + !trimmed + "."
            : "Check the clock, trim.first, trim.last and recordings.trimmed.");
  }

  private void checkInterval(SampleFile file) {
    file.interval()
        .ifPresent(
            stated -> {
              if (Math.abs(stated - interval) > SAME_INTERVAL * interval) {
                throw new InvalidInputException(
                    file.file().toString(),
                    "pixdim[4]",
                    "a TR of %s s, as the clock has".formatted(interval),
                    (float) stated + " s",
                    "Correct clock.tr, or the header if it is wrong.");
              }
            });
  }
}
