package org.entrain.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import org.entrain.app.ExitCodes;
import org.entrain.app.Logs;
import org.entrain.app.Refusal;
import org.entrain.app.run.WorkFailure;
import org.entrain.common.InvalidInputException;
import org.entrain.common.UnavailableException;
import org.entrain.results.outputs.OutputException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns exceptions into a message and an exit code. Stack traces go to the log. */
final class Faults implements IParameterExceptionHandler, IExecutionExceptionHandler {

  private final Logs logs;

  Faults(Logs logs) {
    this.logs = logs;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    PrintWriter err = line.getErr();
    err.println("entrain: " + e.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println("See `" + line.getCommandSpec().qualifiedName() + " --help`.");
    }
    return ExitCodes.REFUSED;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult result)
      throws IOException {
    PrintWriter err = line.getErr();
    if (e instanceof Refusal || e instanceof InvalidInputException) {
      err.println("entrain: " + e.getMessage());
      return ExitCodes.REFUSED;
    }
    if (e instanceof OutputException || e instanceof UnavailableException) {
      err.println("entrain: " + e.getMessage());
      return ExitCodes.FAILED;
    }
    String log = log();
    // Without its arguments: they may hold passwords.
    LoggerFactory.getLogger(Faults.class)
        .error("{} ends", line.getCommandSpec().qualifiedName(), e);
    err.println(
        "entrain: "
            + (e instanceof WorkFailure ? e.getMessage() : "unexpected: " + e)
            + "\nThe log says more: "
            + log);
    return ExitCodes.FAILED;
  }

  /** The log of the state, or a new one where the command has no state yet. */
  private String log() throws IOException {
    if (logs.place().isEmpty()) {
      logs.to(Files.createTempFile("entrain", ".log"));
    }
    return logs.place().orElseThrow();
  }
}
