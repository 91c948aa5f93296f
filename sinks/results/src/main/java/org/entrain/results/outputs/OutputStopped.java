package org.entrain.results.outputs;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Nobody wants the rest of the files. */
public final class OutputStopped extends IOException {

  private static final long serialVersionUID = 1L;

  public OutputStopped(String why, @Nullable Throwable cause) {
    super(why, cause);
  }
}
