package org.entrain.app.extract;

import java.io.IOException;

/** Results cannot be written. No checkpoint is to blame, so none after it is tried. */
final class OutputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OutputException(Target target, IOException cause) {
    super("cannot write %s: %s".formatted(target.folder(), cause), cause);
  }
}
