package org.entrain.common;

/**
 * A store of files does not answer, after several tries: nothing is known to be wrong with what was
 * asked for, and later it may work.
 */
public final class UnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
