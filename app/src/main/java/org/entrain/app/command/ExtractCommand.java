package org.entrain.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.entrain.app.extract.ExtractCheck;
import org.entrain.app.extract.ExtractRequest;
import org.entrain.app.extract.Extraction;
import org.entrain.objects.FetchListener;
import org.entrain.objects.ObjectLocations;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Representations and perplexities alone. */
@Command(
    name = "extract",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs checkpoints over a text and writes representations and perplexities, no more.",
      "Per checkpoint OUT/<model>/step<N> gets representations.npy (layers x words x hidden,"
          + " float32, of the words that are not skipped), words_skipped.json and perplexity.json;"
          + " `run --activations` reads them. What is finished is left as it is."
    },
    footer = {
      "",
      "Example: a folder of checkpoints, two layers",
      "  ./entrain extract --words words.tsv --models pythia --layers 3,6 --out extracted"
    })
final class ExtractCommand implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec;

  @Option(
      names = "--words",
      paramLabel = "FILE",
      description = "Words: a table with the columns word, onset (s) and run.")
  private @Nullable String words;

  @Option(
      names = "--dataset",
      paramLabel = "DIR|FILE",
      description = "Instead of --words: the words of a dataset.")
  private @Nullable String dataset;

  @Option(
      names = "--data-root",
      paramLabel = "DIR",
      description = "What the manifest's paths are relative to (default: its own folder).")
  private @Nullable String dataRoot;

  @Option(
      names = "--models",
      paramLabel = "[NAME=]DIR",
      arity = "1..*",
      required = true,
      description = "Checkpoints in Hugging Face layout: one, or a folder of step<N> folders.")
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder to write to; made if it is not there.")
  private Path out = Path.of("");

  @Option(
      names = "--layers",
      paramLabel = "LIST",
      description = "Hidden states to write, increasing, such as 0,2,4 or 0-4 (default: all).")
  private @Nullable String layers;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = "Named choice of all settings (default: strict).")
  private @Nullable String preset;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting; repeatable. Below is the list; others do nothing here.")
  private List<String> assignments = new ArrayList<>();

  @Mixin private CacheOptions cache = new CacheOptions();

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  ExtractCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    List<String> all = new ArrayList<>(assignments);
    if (layers != null) {
      all.add("layers=" + layers);
    }
    ExtractRequest request =
        new ExtractRequest(
            InputOptions.location(words),
            InputOptions.location(dataset),
            InputOptions.location(dataRoot),
            models,
            out,
            preset,
            all);
    // The extraction draws its own progress, so that fetching is told by the log alone.
    try (ObjectLocations locations = cache.locations(context.environment(), FetchListener.NONE)) {
      return new Extraction(
              ExtractCheck.check(request, locations),
              context.environment(),
              context.logs(),
              spec.commandLine().getOut(),
              spec.commandLine().getErr())
          .run();
    }
  }
}
