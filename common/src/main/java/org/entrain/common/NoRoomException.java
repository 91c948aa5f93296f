package org.entrain.common;

/** This machine has no room for a copy now; giving up copies that are in use may make some. */
public final class NoRoomException extends UnavailableException {

  private static final long serialVersionUID = 1L;

  public NoRoomException(String message) {
    super(message);
  }

  public NoRoomException(String message, Throwable cause) {
    super(message, cause);
  }
}
