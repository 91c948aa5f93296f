package org.entrain.results;

/** The database of results failed: disk full, file damaged, or a fault of ours. */
public final class ResultStoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ResultStoreException(String doing, Throwable cause) {
    super("cannot " + doing + ": " + cause.getMessage(), cause);
  }
}
