package org.entrain.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.entrain.app.Environment;
import picocli.CommandLine;

/** Runs commands in this process and keeps what they print. */
public final class CommandRunner {

  /** Folder of the launcher and the sample: this module's parent. */
  public static final Path HOME = Path.of("").toAbsolutePath().getParent();

  /**
   * What came of a command.
   *
   * @param code exit code
   */
  public record Outcome(int code, String out, String err) {}

  private CommandRunner() {}

  /** Runs one command without a terminal. */
  public static Outcome run(Object... arguments) {
    return runIn(Map.of(), arguments);
  }

  /** Runs one command in an environment with these variables. */
  public static Outcome runIn(Map<String, String> variables, Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = commandLine(variables);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    int code = line.execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    return new Outcome(code, out.toString(), err.toString());
  }

  /** Runs one command that has to succeed. */
  public static Outcome done(Object... arguments) {
    Outcome outcome = run(arguments);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome;
  }

  static CommandLine commandLine() {
    return commandLine(Map.of());
  }

  private static CommandLine commandLine(Map<String, String> variables) {
    Environment environment = new Environment(HOME, false, false, 80, "", variables::get);
    CommandLine line = EntrainCommand.commandLine(environment);
    line.setUsageHelpAutoWidth(false);
    line.setUsageHelpWidth(100);
    return line;
  }

  /** Copies a folder with all that is in it. */
  public static Path copy(Path from, Path to) {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
      return to;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
