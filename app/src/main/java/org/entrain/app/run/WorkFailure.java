package org.entrain.app.run;

/** Work that began and cannot go on; the message is for users. */
public final class WorkFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public WorkFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
