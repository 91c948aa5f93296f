package org.entrain.dashboard;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file as the answer to a request. The answer begins with the first bytes: what fails before
 * them can be refused as usual, what fails after them has to be cut.
 */
final class CsvFile extends OutputStream {

  private final Context context;
  private final String name;
  private @Nullable OutputStream out;

  CsvFile(Context context, String name) {
    this.context = context;
    this.name = name;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    OutputStream begun = out;
    if (begun != null) {
      begun.write(bytes, offset, length);
      return;
    }
    context.contentType("text/csv; charset=utf-8");
    context.header("Content-Disposition", "attachment; filename=\"" + name + "\"");
    // Not the context's stream: where that compresses, it would end the answer well after a cut.
    OutputStream first = context.res().getOutputStream();
    out = first;
    first.write(bytes, offset, length);
    // Sent now: else a fault that comes soon would be told among the rows.
    context.res().flushBuffer();
  }

  /** Breaks the connection if rows were sent: a part must not be taken for the whole. */
  void cut() throws IOException {
    if (out != null) {
      // By -1 Jetty gives the connection up; all else would end the answer as if it were whole.
      context.res().sendError(-1);
    }
  }
}
