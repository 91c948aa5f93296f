package org.entrain.app.command;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.entrain.app.ExitCodes;
import org.entrain.app.Refusal;
import org.entrain.app.control.Export;
import org.entrain.app.display.WaitingLine;
import org.entrain.app.run.SummaryText;
import org.entrain.app.state.StateFolder;
import org.entrain.app.state.StoredDataset;
import org.entrain.objects.ObjectLocations;
import org.entrain.results.ProvenanceText;
import org.entrain.results.ResultQueries;
import org.entrain.results.ResultStore;
import org.entrain.results.ResultStores;
import org.entrain.results.Selection;
import org.entrain.results.outputs.OutputProgress;
import org.entrain.results.outputs.OutputRequest;
import org.entrain.results.outputs.Outputs;
import org.entrain.results.outputs.VoxelSpaces;
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
      "Writes the scores, one row per voxel and fold, what goes with them, a folder of them in the",
      "formats of other tools, or their summary (the default).",
      "Works while a run goes on and when none does."
    },
    footer = {
      "",
      "Examples:",
      "  ./entrain results --csv scores.csv",
      "  ./entrain results --csv - --baselines | head",
      "  ./entrain results --out results --mask mask.nii.gz",
      "  ./entrain results --property-tests tests.csv --labels labels.csv",
      "  ./entrain results --why nano@2000/3/A:17"
    })
final class ResultsCommand implements Callable<Integer> {

  private static final String STANDARD_OUTPUT = "-";

  private final CommandContext context;
  private final Supplier<OutputStream> standardOutput;

  @Spec private CommandSpec spec;
  @Mixin private StateOption state = new StateOption();
  @Mixin private OutputOptions outputs = new OutputOptions();

  @Option(
      names = "--results",
      paramLabel = "URL",
      description =
          "Read from jdbc:postgresql://HOST:PORT/DATABASE, where `worker results` writes, instead of"
              + " a state.")
  private @Nullable String address;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Write the scores as CSV (RFC 4180); - is standard output.")
  private @Nullable String csv;

  @Option(
      names = "--ceilings",
      paramLabel = "FILE",
      description = "Write the noise ceilings, one row per participant and voxel, as CSV.")
  private @Nullable String ceilings;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "Write how many words and sentences have each class and raw value of each property, as"
              + " CSV.")
  private @Nullable String labels;

  @Option(
      names = "--property-tests",
      paramLabel = "FILE",
      description =
          "Write the scores with and without each property and their tests, one row per layer and"
              + " participant, as CSV.")
  private @Nullable String propertyTests;

  @Option(names = "--summary", description = "Print mean r by step and layer, and perplexities.")
  private boolean summary;

  @Option(
      names = "--properties",
      paramLabel = "all|NAME,...",
      description =
          "Properties whose removal, probes and labels are written; scores of the whole"
              + " representations always are (default: all).")
  private @Nullable String properties;

  @Option(
      names = "--why",
      paramLabel = "ROW",
      description =
          "Print where a row comes from: data, checkpoint, settings, program, records. ROW is"
              + " MODEL@STEP/LAYER/PARTICIPANT[/VARIANT][:VOXEL[:FOLD]], or the number of a fit"
              + " (docs/provenance.md).")
  private @Nullable String why;

  @Option(names = "--baselines", description = "Include the baselines.")
  private boolean baselines;

  ResultsCommand(CommandContext context) {
    this(context, CommandOutput::standard);
  }

  /**
   * @param standardOutput where - leads: rows are bytes, and the command's writer is for text
   */
  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  ResultsCommand(CommandContext context, Supplier<OutputStream> standardOutput) {
    this.context = context;
    this.standardOutput = standardOutput;
  }

  @Override
  public Integer call() throws IOException {
    checkStandardOutput();
    Selection selection = Selection.of(baselines, properties);
    Optional<OutputRequest> request = outputs.request(selection);
    if (address != null) {
      var stores = new ResultStores(context.environment().variables());
      try (ResultStore results = stores.openReadOnly(address)) {
        if (request.isPresent()) {
          outputs(results.queries(), request.get(), participant -> Optional.empty());
        }
        answer(results.queries(), selection);
      }
      return ExitCodes.DONE;
    }
    StateFolder folder = state.folder();
    StoppedState.ask(
        folder,
        process -> {
          if (request.isPresent()) {
            outputs(request.get(), process::outputs);
          }
          answer(
              out -> process.results(selection, out),
              what -> out -> process.export(what, selection, out),
              () -> process.summary(selection),
              process::provenance);
        },
        () -> {
          try (ResultStore results = StoppedResults.open(folder);
              ObjectLocations locations = CacheOptions.usual(context)) {
            if (request.isPresent()) {
              StoredDataset dataset = new StoredDataset(folder, locations);
              outputs(results.queries(), request.get(), dataset::voxels);
            }
            answer(results.queries(), selection);
          }
        });
    return ExitCodes.DONE;
  }

  private void answer(ResultQueries queries, Selection selection) throws IOException {
    answer(
        out -> write(out, w -> queries.exportCsv(w, selection)),
        what -> out -> write(out, w -> what.write(queries, selection, w)),
        () -> SummaryText.of(queries, selection),
        row -> ProvenanceText.of(queries.provenance(row)));
  }

  /** What makes the summary. */
  @FunctionalInterface
  private interface Text {
    String make() throws IOException;
  }

  /** What tells where a row comes from. */
  @FunctionalInterface
  private interface Origin {
    String of(String row) throws IOException;
  }

  private void answer(
      CommandOutput.Writing scores,
      Function<Export, CommandOutput.Writing> others,
      Text text,
      Origin origin)
      throws IOException {
    if (csv != null) {
      export("--csv", "Scores", csv, scores);
    }
    for (Map.Entry<Export, String> wanted : exports().entrySet()) {
      Export what = wanted.getKey();
      export("--" + what.text(), what.title(), wanted.getValue(), others.apply(what));
    }
    if (why != null) {
      say(origin.of(why));
    }
    if (wantsSummary()) {
      say(text.make());
    }
  }

  private boolean wantsSummary() {
    return summary || csv == null && why == null && exports().isEmpty() && !outputs.asked();
  }

  /** What writes a folder. */
  @FunctionalInterface
  private interface Folder {
    String write(OutputRequest request, OutputProgress progress) throws IOException;
  }

  private void outputs(OutputRequest request, Folder folder) throws IOException {
    try (WaitingLine line =
        new WaitingLine(context.environment(), spec.commandLine().getErr(), System::nanoTime)) {
      String written =
          folder.write(
              request,
              (what, done, total) ->
                  line.show(
                      () -> "writing %s: %d %%".formatted(what, 100 * done / Math.max(1, total))));
      line.close();
      tell("%s written to %s%n".formatted(written, request.folder()));
    }
  }

  private void outputs(ResultQueries queries, OutputRequest request, VoxelSpaces spaces)
      throws IOException {
    outputs(request, (wanted, progress) -> Outputs.write(queries, wanted, spaces, progress));
  }

  /** Files asked for, beside the scores. */
  private Map<Export, String> exports() {
    Map<Export, String> exports = new EnumMap<>(Export.class);
    put(exports, Export.CEILINGS, ceilings);
    put(exports, Export.LABELS, labels);
    put(exports, Export.PROPERTY_TESTS, propertyTests);
    return exports;
  }

  private static void put(Map<Export, String> exports, Export what, @Nullable String file) {
    if (file != null) {
      exports.put(what, file);
    }
  }

  /** A query that writes rows as text. */
  @FunctionalInterface
  private interface Query {
    long to(Writer out) throws IOException;
  }

  private static void write(OutputStream out, Query query) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    query.to(writer);
    writer.flush();
  }

  private void export(String option, String what, String target, CommandOutput.Writing rows)
      throws IOException {
    if (target.equals(STANDARD_OUTPUT)) {
      CommandOutput.toStandard(what, new BufferedOutputStream(standardOutput.get()), rows);
      return;
    }
    Path file = Path.of(target).toAbsolutePath();
    CommandOutput.toFile(option, what, file, rows);
    tell("%s written to %s%n".formatted(what, file));
  }

  /** Standard output can be one thing: a reader could not tell two apart. */
  private void checkStandardOutput() {
    List<String> rows = rowsToStandardOutput();
    List<String> wanted = new ArrayList<>(rows);
    if (why != null) {
      wanted.add("--why");
    }
    if (wantsSummary()) {
      wanted.add("--summary");
    }
    if (!rows.isEmpty() && wanted.size() > 1) {
      throw new Refusal(
          Refusal.fault(
              "results",
              wanted.get(0),
              "nothing else on standard output",
              String.join(", ", wanted.subList(1, wanted.size())),
              "Ask for it in a command of its own, or write a file."));
    }
  }

  private List<String> rowsToStandardOutput() {
    List<String> options = new ArrayList<>();
    if (STANDARD_OUTPUT.equals(csv)) {
      options.add("--csv");
    }
    exports()
        .forEach(
            (what, target) -> {
              if (target.equals(STANDARD_OUTPUT)) {
                options.add("--" + what.text());
              }
            });
    return options;
  }

  /** Says what was written, beside the rows where these are what standard output is for. */
  private void tell(String text) {
    if (rowsToStandardOutput().isEmpty()) {
      say(text);
    } else {
      spec.commandLine().getErr().print(text);
      spec.commandLine().getErr().flush();
    }
  }

  private void say(String text) {
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
  }
}
