package org.entrain.app;

import java.util.Locale;
import org.entrain.app.command.EntrainCommand;
import org.slf4j.LoggerFactory;

/** The program. */
public final class Main {

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    int code = ExitCodes.FAILED;
    // Numbers in statements, addresses and files are not for readers of one language.
    Locale.setDefault(Locale.ROOT);
    // Of the JDK's HTTP server, before its first use: who sends a request slowly holds no thread,
    // s.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    try {
      code = EntrainCommand.commandLine(Environment.ofProcess()).execute(args);
    } catch (Throwable t) { // errors too: memory spent, a native library that does not load
      System.err.println("entrain: unexpected: " + t);
      LoggerFactory.getLogger(Main.class).error("unexpected", t);
    }
    // Brokers and engines leave threads behind that would keep the process alive.
    System.exit(code);
  }
}
