package org.entrain.common;

/**
 * A store of files does not answer, after several tries, or this machine has no place for a copy:
 * nothing is known to be wrong with what was asked for, and later or elsewhere it may work.
 */
public class UnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnavailableException(String message) {
    super(message);
  }

  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
