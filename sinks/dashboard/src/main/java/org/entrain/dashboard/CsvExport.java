package org.entrain.dashboard;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Sends rows as they are read, so that there may be more of them than any disk has room for. One
 * export at a time: each reads all there is. Thread-safe.
 */
final class CsvExport {

  /** What writes rows. */
  @FunctionalInterface
  interface Rows {
    long to(Writer out) throws IOException;
  }

  private static final int RETRY_SECONDS = 30;

  private final String name;
  private final Rows rows;
  private final AtomicBoolean busy = new AtomicBoolean();

  /**
   * @param name what the file is to be called
   */
  CsvExport(String name, Rows rows) {
    this.name = name;
    this.rows = rows;
  }

  /**
   * Answers with all rows; with none, or a broken connection, if they cannot all be read. Refuses
   * while another export is being written.
   *
   * @return null: the answer has been written
   */
  @Nullable Object answer(Request request) throws IOException {
    if (!busy.compareAndSet(false, true)) {
      throw request.busy(
          RETRY_SECONDS,
          "another export is being written, one at a time; try again when it is done");
    }
    try {
      write(request.csv(name));
    } finally {
      busy.set(false);
    }
    return null;
  }

  private void write(CsvFile file) throws IOException {
    boolean whole = false;
    try {
      // Not closed after a fault: that would send what is left in it.
      Writer out = new BufferedWriter(new OutputStreamWriter(file, StandardCharsets.UTF_8));
      rows.to(out);
      out.flush();
      whole = true;
    } finally {
      if (!whole) {
        file.cut();
      }
    }
  }
}
