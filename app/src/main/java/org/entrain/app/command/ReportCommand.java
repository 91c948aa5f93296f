package org.entrain.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.entrain.app.ExitCodes;
import org.entrain.app.run.Facts;
import org.entrain.app.state.StateFolder;
import org.entrain.dashboard.Report;
import org.entrain.results.ResultStore;
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

  private static void write(Path file, CommandOutput.Writing content) throws IOException {
    Path folder = Objects.requireNonNull(file.getParent());
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw CommandOutput.refusal("--out", folder, "a folder", e.toString());
    }
    CommandOutput.toFile("--out", "Report", file, content);
  }
}
