package org.entrain.app.command;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import org.entrain.app.ExitCodes;
import org.entrain.app.Refusal;
import org.entrain.app.run.Facts;
import org.entrain.app.state.StateFolder;
import org.entrain.dashboard.Report;
import org.entrain.results.ResultStore;
import org.entrain.results.outputs.OutputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** All figures and tables of a state in one file. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Writes one HTML file with all figures, tables, settings, versions, fingerprints and the",
      "accounting of a state. It opens without a server and without a network.",
      "Works while a run goes on and when none does."
    },
    footer = {"", "Example:", "  ./entrain report --out report --state ./story-state"})
final class ReportCommand implements Callable<Integer> {

  private static final String FILE = "report.html";

  @Spec private CommandSpec spec;
  @Mixin private StateOption state = new StateOption();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder to write " + FILE + " into; made if it is not there.")
  private @Nullable Path out;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  ReportCommand() {}

  @Override
  public Integer call() throws IOException {
    StateFolder folder = state.folder();
    Path file = Path.of(String.valueOf(out)).toAbsolutePath().normalize().resolve(FILE);
    StoppedState.ask(
        folder,
        process -> write(file, process::report),
        () -> {
          try (ResultStore results = StoppedResults.open(folder)) {
            write(file, new Report(results.queries(), Facts.of(results.queries()))::write);
          }
        });
    spec.commandLine().getOut().printf("Report written to %s%n", file);
    spec.commandLine().getOut().flush();
    return ExitCodes.DONE;
  }

  /** What writes the file. */
  @FunctionalInterface
  private interface Content {
    void to(OutputStream out) throws IOException;
  }

  /** An unfinished file never stands under the name of a whole one. */
  private static void write(Path file, Content content) throws IOException {
    Path part = file.resolveSibling(FILE + ".part");
    try {
      Files.createDirectories(file.getParent());
      try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(part))) {
        content.to(to);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileSystemException e) {
      throw new Refusal(
          Refusal.fault(
              "--out",
              file.toString(),
              "a folder that can be written",
              e.toString(),
              "Name another, or make room."));
    } catch (IOException e) {
      throw new OutputException(
          "%s is not written: %s. Make room, or name another folder."
              .formatted(file, e.getMessage()));
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
