package org.entrain.app.run;

import java.util.List;
import java.util.Locale;
import org.entrain.app.display.ProgressText;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.WorkState;
import org.entrain.transport.ProgressReporter;

/**
 * What workers do right now, as they told last. A piece of work counts by its latest state, so that
 * what is told while it goes on is not added to what is told at its end.
 */
final class UnderWay {

  static final String EMBEDDING = "embedding";

  private static final long MEGABYTE = 1_000_000;

  private UnderWay() {}

  /**
   * Lines of models being loaded and tasks being embedded, and the time left of all windows; empty
   * if there is nothing of the kind.
   *
   * @param windows windows of all units
   */
  static String text(List<Progress> progress, long windows) {
    StringBuilder text = new StringBuilder();
    double rate = 0;
    long done = 0;
    for (Progress state : progress) {
      boolean running = state.getState() == WorkState.RUNNING;
      if (running && state.getStage().equals(ProgressReporter.LOADING)) {
        line(
            text,
            "loading %s: %,d of %,d MB",
            state.getName(),
            state.getDone() / MEGABYTE,
            state.getExpected() / MEGABYTE);
      }
      if (state.getStage().equals(EMBEDDING)) {
        done += state.getDone() + state.getSkipped() + state.getFailed();
      }
      if (running && state.getStage().equals(EMBEDDING) && state.getRate() > 0) {
        rate += state.getRate();
        line(
            text,
            "embedding %s, task %s: %,d of %,d windows, %.1f/s",
            state.getName(),
            state.getPart(),
            state.getDone(),
            state.getExpected(),
            state.getRate());
      }
    }
    if (rate > 0 && windows > done) {
      line(
          text,
          "embedding: %,d of %,d windows, about %s left",
          done,
          windows,
          ProgressText.duration((windows - done) / rate));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
