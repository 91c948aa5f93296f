package org.entrain.app.annotate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.entrain.app.display.StageLine;

/**
 * A program that is run and watched; what it prints goes to a file.
 *
 * @param name what it is, for messages
 * @param command the program and its arguments
 * @param folder working folder
 * @param environment variables beside those of this process
 * @param log file for what it prints
 */
record Subprocess(
    String name, List<String> command, Path folder, Map<String, String> environment, Path log) {

  private static final int LAST_LINES = 8;
  private static final String ERROR = "[ERROR]";
  private static final long PATIENCE_SECONDS = 5;

  /** Follows a program. */
  interface Watch {

    /**
     * Waits a moment.
     *
     * @return false if the work is to stop
     */
    boolean await(Process process, StageLine progress);
  }

  /**
   * Runs the program to its end.
   *
   * @param progress how far it is, from all that it has printed
   * @throws IOException if it cannot be started or fails; the message has what it printed of the
   *     fault
   * @throws CancellationException if the work is to stop; the program is ended
   */
  void run(Watch watch, Function<String, StageLine> progress) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      while (process.isAlive()) {
        if (!watch.await(process, progress.apply(printed()))) {
          throw new CancellationException(name);
        }
      }
    } finally {
      end(process);
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          "%s ended with code %d:%n%s"
              .formatted(name, process.exitValue(), String.join("\n", faults(printed()))));
    }
  }

  /** Lines with [ERROR], of Maven without the help that follows; else the last lines. */
  static List<String> faults(String printed) {
    List<String> lines = printed.lines().toList();
    List<String> errors =
        lines.stream()
            .takeWhile(line -> !line.strip().equals(ERROR))
            .filter(line -> line.startsWith(ERROR))
            .map(line -> line.replace(ERROR, "").strip())
            .limit(LAST_LINES)
            .toList();
    return errors.isEmpty()
        ? lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())
        : errors;
  }

  /** Whatever it is encoded in: another program's messages, perhaps cut within a character. */
  private String printed() throws IOException {
    return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
  }

  /** Waits, so that it writes to no file that is removed afterwards. */
  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
