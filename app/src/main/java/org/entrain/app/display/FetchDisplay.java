package org.entrain.app.display;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.entrain.app.Environment;
import org.entrain.common.Location;
import org.entrain.objects.FetchListener;
import org.jspecify.annotations.Nullable;

/**
 * Says how far objects are fetched, once one takes more than a moment. For any number of threads.
 */
public final class FetchDisplay implements FetchListener, AutoCloseable {

  private static final double MEBIBYTE = 1 << 20;

  private final Environment environment;
  private final PrintWriter out;
  private final LongSupplier nanoTime;
  private final Map<Location, WaitingLine> lines = new ConcurrentHashMap<>();
  private volatile boolean closed;

  public FetchDisplay(Environment environment, PrintWriter out, LongSupplier nanoTime) {
    this.environment = environment;
    this.out = out;
    this.nanoTime = nanoTime;
  }

  @Override
  public void fetching(Location object, long bytesDone, long bytesTotal) {
    if (closed) {
      return;
    }
    lines
        .computeIfAbsent(object, o -> new WaitingLine(environment, out, nanoTime))
        .show(
            () ->
                "fetching %s: %,.0f of %,.0f MiB"
                    .formatted(object, bytesDone / MEBIBYTE, bytesTotal / MEBIBYTE));
    if (bytesDone == bytesTotal) {
      @Nullable WaitingLine line = lines.remove(object);
      if (line != null) {
        line.close();
      }
    }
  }

  @Override
  public void said(String message) {
    if (!closed) {
      out.println("entrain: " + message);
      out.flush();
    }
  }

  /** Says nothing any more: something else draws from now on. */
  @Override
  public void close() {
    closed = true;
    lines.values().forEach(WaitingLine::close);
    lines.clear();
  }
}
