package org.entrain.common;

import java.nio.file.Path;

/** A file or folder on this machine, which stays as it is until this is closed. */
public interface LocalCopy extends AutoCloseable {

  /** Where it is. */
  Path path();

  /** Lets it go: what was fetched may be removed to make room. Closing again does nothing. */
  @Override
  void close();
}
