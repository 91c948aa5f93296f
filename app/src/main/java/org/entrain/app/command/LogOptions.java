package org.entrain.app.command;

import java.nio.file.Path;
import java.util.Map;
import org.entrain.app.LogFormat;
import org.entrain.app.LogPlace;
import org.entrain.app.Logs;
import picocli.CommandLine.Option;

/** How and where a process logs. */
final class LogOptions {

  @Option(
      names = "--log-format",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "Log lines for people, or JSON objects (default: text).")
  private LogFormat format = LogFormat.TEXT;

  @Option(
      names = "--log-to",
      paramLabel = "file|console",
      defaultValue = "file",
      description = "Log to logs/entrain.log below --state, or to standard error (default: file).")
  private LogPlace place = LogPlace.FILE;

  /**
   * Logs so from now on.
   *
   * @param file file of the log, where it is to be one
   * @param fields what lines say that say nothing else about it
   */
  void apply(Logs logs, Path file, Map<String, String> fields) {
    logs.to(place, file, format, fields);
  }

  boolean console() {
    return place == LogPlace.CONSOLE;
  }
}
