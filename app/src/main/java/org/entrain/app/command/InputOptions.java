package org.entrain.app.command;

import java.util.ArrayList;
import java.util.List;
import org.entrain.app.run.RunRequest;
import org.entrain.app.state.Source;
import org.entrain.common.Location;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say what to work on, and how. */
final class InputOptions {

  @Option(
      names = "--dataset",
      paramLabel = "DIR|FILE",
      description = "Manifest, its folder, or a folder in BIDS or the Harry Potter layout.")
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
      description = "Checkpoints in Hugging Face layout: one, or a folder of step<N> folders.")
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--activations",
      paramLabel = "[NAME=]DIR",
      arity = "1..*",
      description = "Precomputed activations: representations.npy and words_skipped.json.")
  private List<String> activations = new ArrayList<>();

  @Option(
      names = "--annotations",
      paramLabel = "FILE",
      description = "Linguistic properties: a table with index, word and a column per property.")
  private @Nullable String annotations;

  @Option(
      names = "--properties",
      paramLabel = "all|NAME,...",
      description = "Properties to remove and probe (default: none; with --annotations all).")
  private @Nullable String properties;

  @Option(
      names = "--layers",
      paramLabel = "LIST",
      description = "Hidden states to score, such as 0,2,4 or 0-4 (default: all).")
  private @Nullable String layers;

  @Option(
      names = "--participants",
      paramLabel = "NAME",
      split = ",",
      description = "Participants to score, such as F,M; `mean` averages all (default: everybody).")
  private List<String> participants = new ArrayList<>();

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = "Named choice of all settings (default: strict).")
  private @Nullable String preset;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting; repeatable. Below is the list.")
  private List<String> assignments = new ArrayList<>();

  RunRequest request() {
    List<Source> sources = new ArrayList<>();
    models.forEach(text -> sources.add(Source.parse(Source.Kind.MODELS, text)));
    activations.forEach(text -> sources.add(Source.parse(Source.Kind.ACTIVATIONS, text)));
    List<String> all = new ArrayList<>(assignments);
    if (layers != null) {
      all.add("layers=" + layers);
    }
    if (properties != null) {
      all.add("properties=" + properties);
    }
    return new RunRequest(
        location(dataset),
        location(dataRoot),
        location(annotations),
        sources,
        participants,
        preset,
        all);
  }

  /** A place that an option names, if it does. */
  static @Nullable Location location(@Nullable String text) {
    return text == null ? null : Location.of(text);
  }
}
