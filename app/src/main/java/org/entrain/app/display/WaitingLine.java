package org.entrain.app.display;

import java.io.PrintWriter;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.entrain.app.Environment;

/**
 * One line that says how far something is, once it takes more than a moment. On a terminal it is
 * redrawn in place and goes at the end. For any number of threads.
 */
public final class WaitingLine implements AutoCloseable {

  private static final long MOMENT_NS = 2_000_000_000L;
  private static final long REDRAW_NS = 250_000_000L;
  private static final long REPEAT_NS = 5_000_000_000L;
  private static final String CLEAR = "\r\u001b[2K";

  private final Environment environment;
  private final PrintWriter out;
  private final LongSupplier nanoTime;
  private final long pause;
  private long next;
  private boolean drawn;

  /** Begins now. */
  public WaitingLine(Environment environment, PrintWriter out, LongSupplier nanoTime) {
    this.environment = environment;
    this.out = out;
    this.nanoTime = nanoTime;
    pause = environment.terminal() ? REDRAW_NS : REPEAT_NS;
    next = nanoTime.getAsLong() + MOMENT_NS;
  }

  /** Says the text, if it is time to. */
  public synchronized void show(Supplier<String> text) {
    long now = nanoTime.getAsLong();
    if (now - next < 0) {
      return;
    }
    next = now + pause;
    if (environment.terminal()) {
      out.print(CLEAR + text.get());
      drawn = true;
    } else {
      out.println(text.get());
    }
    out.flush();
  }

  @Override
  public synchronized void close() {
    if (drawn) {
      out.print(CLEAR);
      out.flush();
      drawn = false;
    }
  }
}
