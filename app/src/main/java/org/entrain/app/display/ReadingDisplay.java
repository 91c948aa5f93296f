package org.entrain.app.display;

import java.io.PrintWriter;
import java.util.function.LongSupplier;
import org.entrain.app.Environment;

/** Says how far the checkpoints are read. For any number of threads. */
public final class ReadingDisplay implements AutoCloseable {

  private final WaitingLine line;

  /** Begins now. */
  public ReadingDisplay(Environment environment, PrintWriter out, LongSupplier nanoTime) {
    line = new WaitingLine(environment, out, nanoTime);
  }

  /**
   * Says how far it is, if it is time to.
   *
   * @param number of the checkpoint, from 1
   * @param of so many
   * @param bytesDone read of it
   * @param bytesTotal to read of it
   */
  public void show(int number, int of, long bytesDone, long bytesTotal) {
    line.show(
        () ->
            "reading checkpoint %d of %d: %d %%"
                .formatted(number, of, 100 * bytesDone / Math.max(1, bytesTotal)));
  }

  @Override
  public void close() {
    line.close();
  }
}
