package org.entrain.app;

/** What the process's exit code says. */
public final class ExitCodes {

  /** All that was asked for is done. */
  public static final int DONE = 0;

  /** Work began, and some of it failed. */
  public static final int FAILED = 1;

  /** Refused before any work: bad input, settings or arguments. */
  public static final int REFUSED = 2;

  /** Stopped by Ctrl-C or a termination signal; what is done is kept (128 + SIGINT). */
  public static final int INTERRUPTED = 130;

  private ExitCodes() {}
}
