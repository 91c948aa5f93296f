package org.entrain.app.command;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import org.entrain.app.ExitCodes;
import org.entrain.app.Refusal;
import org.entrain.app.run.SummaryText;
import org.entrain.app.state.StateFolder;
import org.entrain.results.DuckDbResults;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Scores as CSV, or their summary. */
@Command(
    name = "results",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the scores, one row per voxel and fold, or their summary (the default).",
      "Works while a run goes on and when none does."
    },
    footer = {
      "",
      "Examples:",
      "  ./entrain results --csv scores.csv",
      "  ./entrain results --csv - --baselines | head"
    })
final class ResultsCommand implements Callable<Integer> {

  private static final String STANDARD_OUTPUT = "-";

  @Spec private CommandSpec spec;
  @Mixin private StateOption state = new StateOption();

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Write the scores as CSV (RFC 4180); - is standard output.")
  private @Nullable String csv;

  @Option(names = "--summary", description = "Print mean r by step and layer, and perplexities.")
  private boolean summary;

  @Option(names = "--baselines", description = "Include the baselines.")
  private boolean baselines;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  ResultsCommand() {}

  @Override
  public Integer call() throws IOException {
    StateFolder folder = state.folder();
    StoppedState.ask(
        folder,
        process -> {
          if (csv != null) {
            export(csv, out -> process.results(baselines, out));
          }
          if (wantsSummary()) {
            say(process.summary(baselines));
          }
        },
        () -> {
          try (DuckDbResults results = StoppedResults.open(folder)) {
            if (csv != null) {
              export(csv, out -> write(results, out));
            }
            if (wantsSummary()) {
              say(SummaryText.of(results.queries(), baselines));
            }
          }
        });
    return ExitCodes.DONE;
  }

  private boolean wantsSummary() {
    return summary || csv == null;
  }

  private void write(DuckDbResults results, OutputStream out) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    results.queries().exportCsv(writer, baselines);
    writer.flush();
  }

  /** What writes the rows. */
  @FunctionalInterface
  private interface Rows {
    void to(OutputStream out) throws IOException;
  }

  private void export(String target, Rows rows) throws IOException {
    if (target.equals(STANDARD_OUTPUT)) {
      // Not the command's writer: rows are bytes, and an early end of the reader is no fault.
      OutputStream out = new BufferedOutputStream(System.out);
      rows.to(out);
      out.flush();
      return;
    }
    Path file = Path.of(target).toAbsolutePath();
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (OutputStream out = new BufferedOutputStream(create(part))) {
      rows.to(out);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(part);
      throw e;
    }
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    say("Scores written to %s%n".formatted(file));
  }

  private static OutputStream create(Path file) {
    try {
      return Files.newOutputStream(file);
    } catch (IOException e) {
      throw new Refusal(
          Refusal.fault(
              "--csv",
              file.toString(),
              "a file that can be written",
              e.toString(),
              "Name another."));
    }
  }

  private void say(String text) {
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
  }
}
