package org.entrain.models.weights;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.entrain.common.InvalidInputException;

/** What a failed read means to the caller. */
public final class FileFaults {

  /** What helps where a file contradicts itself. */
  public static final String DOWNLOAD_AGAIN = "Download or save the checkpoint again.";

  private FileFaults() {}

  /**
   * Returns the exception to throw: Java reports an interrupt during a read as a closed channel,
   * which is not the file's fault.
   */
  public static RuntimeException of(Path file, IOException e) {
    if (e instanceof ClosedByInterruptException) {
      CancellationException cancelled = new CancellationException(message(file));
      cancelled.initCause(e);
      return cancelled;
    }
    return new InvalidInputException(
        file.toString(),
        "file",
        "a readable file",
        String.valueOf(e),
        "Check that it is whole and its permissions.",
        e);
  }

  /**
   * Ends a long read whose thread was interrupted; the thread's flag stays set.
   *
   * @throws CancellationException if it was
   */
  public static void checkInterrupt(Path file) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException(message(file));
    }
  }

  private static String message(Path file) {
    return "interrupted while reading " + file;
  }
}
