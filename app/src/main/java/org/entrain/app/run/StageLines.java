package org.entrain.app.run;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.entrain.app.display.StageLine;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.WorkState;
import org.entrain.transport.ProgressReporter;

/** The lines of the live display, from progress records and counts. */
final class StageLines {

  /** Stages that tell progress, in the order of the stream. */
  private static final List<String> ORDER =
      List.of(
          PublishedLedger.STAGE,
          "planner",
          UnderWay.EMBEDDING,
          "features",
          "encoding",
          "properties");

  private StageLines() {}

  /** Place of a stage in the stream; behind all others if it is not known. */
  static int place(String stage) {
    int place = ORDER.indexOf(stage);
    return place < 0 ? ORDER.size() : place;
  }

  /** One line a stage, in the order of the stream. */
  static List<StageLine> of(
      StageLine replay, List<Progress> progress, long windows, Fits fits, Fits properties) {
    List<StageLine> lines = new ArrayList<>();
    lines.add(replay);
    lines.add(line(UnderWay.EMBEDDING, "windows", progress, windows, loading(progress)));
    lines.add(line("features", "rows", progress, 0, ""));
    lines.add(line("encoding", "fits", progress, fits.wanted(), ""));
    if (properties.expected() > 0) {
      lines.add(line("properties", "probes", progress, properties.wanted(), ""));
    }
    lines.add(
        new StageLine(
            "results",
            "fits",
            fits.scored() + fits.failed(),
            fits.wanted(),
            fits.failed(),
            unwanted(fits)));
    return lines;
  }

  /** Fits that nobody waits for; empty if there are none. */
  private static String unwanted(Fits fits) {
    List<String> parts = new ArrayList<>();
    if (fits.paused() > 0) {
      parts.add("%,d paused".formatted(fits.paused()));
    }
    if (fits.cancelled() > 0) {
      parts.add("%,d cancelled".formatted(fits.cancelled()));
    }
    return String.join(", ", parts);
  }

  /**
   * A line summed over a stage's records.
   *
   * @param atLeast pieces expected from elsewhere, where records come only with the work
   */
  private static StageLine line(
      String stage, String unit, List<Progress> all, long atLeast, String note) {
    long done = 0;
    long expected = 0;
    long failed = 0;
    for (Progress state : all) {
      if (state.getStage().equals(stage)) {
        done += state.getDone() + state.getSkipped() + state.getFailed();
        expected += state.getExpected();
        failed += state.getFailed();
      }
    }
    return new StageLine(stage, unit, done, Math.max(expected, atLeast), failed, note);
  }

  /** Models on their way into memory; empty if there are none. */
  private static String loading(List<Progress> progress) {
    String names =
        progress.stream()
            .filter(state -> state.getStage().equals(ProgressReporter.LOADING))
            .filter(state -> state.getState() == WorkState.RUNNING)
            .map(StageLines::share)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : "loading " + names;
  }

  private static String share(Progress state) {
    return state.getExpected() == 0
        ? state.getName()
        : "%s %d %%".formatted(state.getName(), 100 * state.getDone() / state.getExpected());
  }
}
