package org.entrain.app.display;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;
import org.entrain.app.Environment;

/** Draws the state of the stages. One thread at a time. */
public final class ProgressDisplay {

  private static final String CLEAR_LINE = "\u001b[2K";
  private static final String UP = "\u001b[%dA";
  private static final String DIM = "\u001b[2m";
  private static final String PLAIN = "\u001b[0m";
  private static final double REDRAW_SECONDS = 0.25;
  private static final double REPEAT_SECONDS = 5;

  private final Environment environment;
  private final PrintWriter out;
  private final ProgressText text;
  private final long start = System.nanoTime();
  private double drawn = Double.NEGATIVE_INFINITY;
  private int height;

  public ProgressDisplay(Environment environment, PrintWriter out) {
    this.environment = environment;
    this.out = out;
    text = new ProgressText(environment.columns());
  }

  /** Asks for the lines and draws them, if it is time to. */
  public void show(Supplier<List<StageLine>> stages) {
    if (seconds() - drawn >= (environment.terminal() ? REDRAW_SECONDS : REPEAT_SECONDS)) {
      draw(stages.get());
    }
  }

  /** Draws a last time and leaves the lines where they are. */
  public void finish(List<StageLine> stages) {
    draw(stages);
    height = 0;
  }

  /** Prints a message above the lines, which move down. */
  public void say(String message) {
    erase();
    out.println(message);
    out.flush();
    if (environment.terminal()) {
      drawn = Double.NEGATIVE_INFINITY; // the lines are gone
    }
  }

  /** Seconds since the display was made. */
  public double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  private void draw(List<StageLine> stages) {
    drawn = seconds();
    if (!environment.terminal()) {
      out.println(text.line(stages, drawn));
      out.flush();
      return;
    }
    erase();
    for (StageLine stage : stages) {
      String line = text.line(stage, drawn);
      boolean dim = environment.colour() && stage.complete();
      out.println(dim ? DIM + line + PLAIN : line);
    }
    height = stages.size();
    out.flush();
  }

  private void erase() {
    if (height > 0) {
      out.print(UP.formatted(height));
      for (int i = 0; i < height; i++) {
        out.println(CLEAR_LINE);
      }
      out.print(UP.formatted(height));
      height = 0;
    }
  }
}
