package org.entrain.app;

import org.entrain.app.command.EntrainCommand;

/** The program. */
public final class Main {

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    int code = EntrainCommand.commandLine(Environment.ofProcess()).execute(args);
    // Brokers and engines leave threads behind that would keep the process alive.
    System.exit(code);
  }
}
