package org.entrain.app;

/** Where log lines go. */
public enum LogPlace {
  /** Into a file that is cut when it is large. */
  FILE,
  /** To standard error, for whoever collects it. */
  CONSOLE
}
