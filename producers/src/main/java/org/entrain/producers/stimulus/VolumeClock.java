package org.entrain.producers.stimulus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entrain.common.InvalidInputException;
import org.entrain.formats.npy.NpyArray;

/**
 * Times of the volumes, run after run on one clock, with the rows that trimming keeps. Times
 * increase over all runs, so that a word's onset alone says which volume it belongs to.
 */
public final class VolumeClock {

  /** First volume's time and number of volumes of a run. */
  public record Run(double first, int volumes) {}

  /** Number of volumes dropped at the start and at the end of every run. */
  public record Trim(int first, int last) {
    public static final Trim NONE = new Trim(0, 0);
  }

  /** As many as events take: a clock of more is a slip, and its TRs may not fit into memory. */
  private static final int MOST_VOLUMES = 1 << 24;

  private final List<Tr> trs;

  private VolumeClock(String source, List<Tr> volumes, Trim trim) {
    int runs = volumes.isEmpty() ? 0 : volumes.get(volumes.size() - 1).run() + 1;
    int[] length = new int[runs];
    for (Tr tr : volumes) {
      length[tr.run()]++;
    }
    List<Tr> marked = new ArrayList<>();
    for (int run = 0, i = 0; run < runs; run++) {
      if ((long) trim.first() + trim.last() >= length[run]) {
        throw new InvalidInputException(
            source,
            "run " + (run + 1),
            "more than the %d + %d volumes that are trimmed".formatted(trim.first(), trim.last()),
            length[run] + " volumes",
            "Check trim.first, trim.last and the clock.");
      }
      for (int at = 0; at < length[run]; at++, i++) {
        boolean kept = at >= trim.first() && at < length[run] - trim.last();
        Tr tr = volumes.get(i);
        checkTime(source, volumes, i);
        marked.add(new Tr(i, run, tr.time(), kept));
      }
    }
    if (marked.isEmpty()) {
      throw new InvalidInputException(
          source, "clock", "at least one volume", "none", "Check the clock.");
    }
    trs = List.copyOf(marked);
  }

  /**
   * Volumes at equal distances within each run.
   *
   * @param source the manifest, for messages
   * @param interval TR, seconds
   */
  public static VolumeClock regular(String source, double interval, List<Run> runs, Trim trim) {
    checkSize(source, runs.stream().mapToLong(Run::volumes).sum());
    List<Tr> trs = new ArrayList<>();
    for (int r = 0; r < runs.size(); r++) {
      for (int v = 0; v < runs.get(r).volumes(); v++) {
        trs.add(new Tr(trs.size(), r, runs.get(r).first() + v * interval, true));
      }
    }
    return new VolumeClock(source, trs, trim);
  }

  /** Volumes whose times and runs (counted from 1 or 0) stand in two arrays. */
  public static VolumeClock read(Path timesFile, Path runsFile, Trim trim) {
    NpyArray times = NpyArray.open(timesFile).numbers("TRs");
    checkSize(times.file(), times.size());
    NpyArray runs = NpyArray.open(runsFile).numbers("TRs");
    if (times.size() != runs.size()) {
      throw new InvalidInputException(
          runs.file(),
          "shape",
          times.size() + " TRs, as in " + times.file(),
          runs.size() + " TRs",
          "Give the run of every TR.");
    }
    List<Tr> trs = new ArrayList<>();
    for (int i = 0, run = 0; i < times.size(); i++) {
      double previous = i == 0 ? runs.number(i) : runs.number(i - 1);
      if (runs.number(i) == previous + 1) {
        run++;
      } else if (runs.number(i) != previous || (i == 0 && previous != 0 && previous != 1)) {
        throw new InvalidInputException(
            runs.file(),
            "TR " + i,
            i == 0
                ? "run 1 (or 0)"
                : "run %s or %s".formatted(number(previous), number(previous + 1)),
            "run " + number(runs.number(i)),
            "Runs are contiguous and counted upwards.");
      }
      trs.add(new Tr(i, run, times.number(i), true));
    }
    return new VolumeClock(times.file(), trs, trim);
  }

  /** First volume's time and number of volumes of every run, trimmed ones included. */
  public List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    for (int i = 0, first = 0; i < trs.size(); i++) {
      if (i + 1 == trs.size() || trs.get(i + 1).run() != trs.get(i).run()) {
        runs.add(new Run(trs.get(first).time(), i + 1 - first));
        first = i + 1;
      }
    }
    return runs;
  }

  /** Every volume, trimmed ones included, in order. */
  public List<Tr> trs() {
    return trs;
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  /** Refuses a clock that is too long, before it takes memory. */
  private static void checkSize(String source, long volumes) {
    if (volumes > MOST_VOLUMES) {
      throw new InvalidInputException(
          source,
          "clock",
          "at most %,d volumes over all runs".formatted(MOST_VOLUMES),
          "%,d volumes".formatted(volumes),
          "Check the number of volumes of every run.");
    }
  }

  private static void checkTime(String source, List<Tr> trs, int i) {
    double time = trs.get(i).time();
    double previous = i == 0 ? Double.NEGATIVE_INFINITY : trs.get(i - 1).time();
    if (!Double.isFinite(time) || time <= previous) {
      throw new InvalidInputException(
          source,
          "time of TR %d (run %d)".formatted(i, trs.get(i).run() + 1),
          i == 0 ? "a finite time" : "a time after " + previous + " s",
          time + " s",
          "Put the volumes of all runs on one clock, in seconds.");
    }
  }
}
