package org.entrain.app.display;

import java.io.PrintWriter;
import java.util.function.LongSupplier;
import org.entrain.app.Environment;

/**
 * One line that says how far the checkpoints are read, once that takes more than a moment. On a
 * terminal it is redrawn in place and goes at the end. For any number of threads.
 */
public final class ReadingDisplay implements AutoCloseable {

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
  public ReadingDisplay(Environment environment, PrintWriter out, LongSupplier nanoTime) {
    this.environment = environment;
    this.out = out;
    this.nanoTime = nanoTime;
    pause = environment.terminal() ? REDRAW_NS : REPEAT_NS;
    next = nanoTime.getAsLong() + MOMENT_NS;
  }

  /**
   * Says how far it is, if it is time to.
   *
   * @param number of the checkpoint, from 1
   * @param of so many
   * @param bytesDone read of it
   * @param bytesTotal to read of it
   */
  public synchronized void show(int number, int of, long bytesDone, long bytesTotal) {
    long now = nanoTime.getAsLong();
    if (now - next < 0) {
      return;
    }
    next = now + pause;
    String line =
        "reading checkpoint %d of %d: %d %%"
            .formatted(number, of, 100 * bytesDone / Math.max(1, bytesTotal));
    if (environment.terminal()) {
      out.print(CLEAR + line);
      drawn = true;
    } else {
      out.println(line);
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
