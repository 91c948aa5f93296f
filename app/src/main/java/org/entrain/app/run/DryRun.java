package org.entrain.app.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.entrain.common.LocalCopy;
import org.entrain.common.Location;
import org.entrain.models.CheckpointFiles;
import org.entrain.models.WordTokenizer;
import org.entrain.planner.PlannerSettings;
import org.entrain.producers.checkpoints.Announcements;
import org.entrain.producers.stimulus.Stimulus;
import org.entrain.producers.stimulus.Word;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.SourceKind;

/** Says what a run would do, without doing it. */
public final class DryRun {

  private static final double MEBIBYTE = 1 << 20;

  private final Inputs inputs;
  private final StringBuilder text = new StringBuilder();

  private DryRun(Inputs inputs) {
    this.inputs = inputs;
  }

  /** Units, fits, and estimates of time and disk. */
  public static String of(Inputs inputs) {
    DryRun dryRun = new DryRun(inputs);
    dryRun.text.append(headline(inputs));
    dryRun.estimate();
    dryRun.line("Nothing was written.");
    return dryRun.text.toString();
  }

  /** What the run is about, in a few lines. */
  public static String headline(Inputs inputs) {
    DryRun dryRun = new DryRun(inputs);
    dryRun.head();
    return dryRun.text.toString();
  }

  private void head() {
    Stimulus stimulus = inputs.dataset().stimulus();
    line(
        "%s: %,d words, %,d TRs in %d runs, %,d kept",
        inputs.dataset().name(),
        stimulus.words().size(),
        stimulus.clock().size(),
        stimulus.runs(),
        stimulus.keptRows().size());
    line(
        "Recordings%s: %s",
        inputs.dataset().simulated() ? " (SIMULATED)" : "",
        inputs.recordings().stream()
            .collect(
                Collectors.groupingBy(
                    Inputs.RecordingSize::voxels,
                    LinkedHashMap::new,
                    Collectors.mapping(
                        Inputs.RecordingSize::participant, Collectors.joining(", "))))
            .entrySet()
            .stream()
            .map(group -> "%s (%,d voxels)".formatted(group.getValue(), group.getKey()))
            .collect(Collectors.joining("; ")));
    for (List<Checkpoint> group : byModel().values()) {
      line(
          "Model %s: %d checkpoints, %d layers of %d",
          group.get(0).getModel(),
          group.size(),
          layers(group.get(0)),
          group.get(0).getHiddenSize());
    }
    for (List<Checkpoint> group : Announcements.equalWeights(inputs.checkpoints())) {
      line(
          "Equal weights, computed once: %s",
          group.stream().map(Completion::name).collect(Collectors.joining(", ")));
    }
    line("Preset %s", inputs.settings().preset());
    PermutationCheck.note(inputs.settings(), SettingsCheck.runOfRow(stimulus))
        .ifPresent(note -> line("%s", note));
    inputs.aloneNote().ifPresent(note -> line("%s", note));
  }

  private void estimate() {
    Estimate estimate = Estimate.NONE;
    int rows = inputs.dataset().stimulus().keptRows().size();
    List<Checkpoint> distinct =
        byModel().values().stream()
            .flatMap(List::stream)
            .collect(
                Collectors.toMap(
                    Checkpoint::getIdentity, c -> c, (first, second) -> first, LinkedHashMap::new))
            .values()
            .stream()
            .toList();
    Map<String, Reading> readings = new LinkedHashMap<>();
    for (Checkpoint checkpoint : distinct) {
      Reading reading =
          checkpoint.getKind() == SourceKind.WEIGHTS
              ? readings.computeIfAbsent(checkpoint.getModel(), model -> reading(checkpoint))
              : Reading.NONE;
      estimate = estimate.plus(Estimate.of(checkpoint, layers(checkpoint), reading, rows, inputs));
    }
    List<Checkpoint> baselines = Baselines.of(inputs.checkpoints(), inputs.settings());
    for (Checkpoint baseline : baselines) {
      estimate = estimate.plus(Estimate.of(baseline, 1, Reading.NONE, rows, inputs));
    }
    line(
        "Units: %,d (%d of them baselines), %,d windows (context %s), %,d fits",
        distinct.size() + baselines.size(),
        baselines.size(),
        estimate.windows(),
        inputs.settings().context(),
        estimate.fits());
    line(
        "Estimates from constants measured on 2 cores of a Zen 3: %s on %d threads,"
            + " %,.0f MiB of disk",
        duration(Estimate.START_SECONDS + estimate.cpuSeconds() / inputs.settings().threads()),
        inputs.settings().threads(),
        estimate.bytes() / MEBIBYTE);
  }

  private Reading reading(Checkpoint checkpoint) {
    List<String> words = inputs.dataset().stimulus().words().stream().map(Word::text).toList();
    Location folder = Location.of(checkpoint.getLocation());
    PlannerSettings settings = inputs.settings().planner();
    try (LocalCopy copy = inputs.locations().folder(folder, CheckpointFiles.text());
        WordTokenizer open = WordTokenizer.open(copy.path().resolve("tokenizer.json"))) {
      return Reading.of(
          settings
              .passages()
              .plan(
                  open.tokenize(words),
                  settings.skippedWords(),
                  folder.resolve("config.json").toString(),
                  checkpoint.getPositions()));
    }
  }

  private Map<String, List<Checkpoint>> byModel() {
    return inputs.checkpoints().stream()
        .collect(
            Collectors.groupingBy(Checkpoint::getModel, LinkedHashMap::new, Collectors.toList()));
  }

  private int layers(Checkpoint checkpoint) {
    List<Integer> wanted = inputs.settings().layers();
    return wanted.isEmpty() ? checkpoint.getLayers() : wanted.size();
  }

  private static String duration(double seconds) {
    return seconds < 90
        ? String.format(Locale.ROOT, "about %.0f s", seconds)
        : String.format(Locale.ROOT, "about %.0f min", seconds / 60);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
