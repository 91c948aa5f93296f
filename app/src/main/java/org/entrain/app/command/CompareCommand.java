package org.entrain.app.command;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.entrain.app.ExitCodes;
import org.entrain.app.Refusal;
import org.entrain.app.state.StateFolder;
import org.entrain.results.Comparison;
import org.entrain.results.ComparisonExport;
import org.entrain.results.ComparisonTable;
import org.entrain.results.ResultStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Two states side by side. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Says what differs between two states in settings, data, weights and scores.",
      "Nothing may run on either; the page of a running one compares it with others."
    },
    footer = {"", "Example:", "  ./entrain compare ./strict-state ./published-state"})
final class CompareCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "A", description = "State folder of the first run.")
  private @Nullable Path first;

  @Parameters(index = "1", paramLabel = "B", description = "State folder of the second run.")
  private @Nullable Path second;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Write mean r of every fit of either, and the difference, as CSV.")
  private @Nullable Path csv;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  CompareCommand() {}

  @Override
  public Integer call() throws IOException {
    StateFolder a = new StateFolder(Path.of(String.valueOf(first)));
    StateFolder b = new StateFolder(Path.of(String.valueOf(second)));
    Comparison comparison;
    if (a.equals(b)) {
      throw new Refusal(
          Refusal.fault(
              "compare", a.root().toString(), "two states", "the same twice", "Name another."));
    }
    try (ResultStore of = StoppedResults.open(a);
        ResultStore with = StoppedResults.open(b)) {
      comparison = Comparison.of(of.queries(), with.queries());
    }
    spec.commandLine()
        .getOut()
        .print(ComparisonTable.render(comparison, a.root().toString(), b.root().toString()));
    if (csv != null) {
      write(csv, comparison);
    }
    spec.commandLine().getOut().flush();
    return ExitCodes.DONE;
  }

  private static void write(Path file, Comparison comparison) throws IOException {
    CommandOutput.toFile(
        "--csv",
        "Comparison",
        file,
        out -> {
          Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
          ComparisonExport.write(comparison, writer);
          writer.flush();
        });
  }
}
