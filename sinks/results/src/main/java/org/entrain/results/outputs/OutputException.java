package org.entrain.results.outputs;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file of results cannot be written, as on a full disk; the message is for users. */
public final class OutputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public OutputException(String message) {
    super(message);
  }

  OutputException(Path file, IOException cause) {
    super("cannot write %s: %s".formatted(file, why(cause)), cause);
  }

  private static String why(IOException cause) {
    if (cause instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getReason();
    }
    return cause instanceof FileSystemException
        ? cause.getClass().getSimpleName() + " " + cause.getMessage()
        : String.valueOf(cause.getMessage());
  }
}
