package org.entrain.results;

import static org.entrain.results.TextLines.number;
import static org.entrain.results.TextLines.pad;
import static org.entrain.results.TextLines.right;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.entrain.schemas.Persons;
import org.entrain.schemas.avro.SourceKind;

/**
 * A summary as text for a terminal: mean r by step and layer, the best layer of each step marked,
 * beside it the score of the layers that the inner folds choose, and perplexity; shares of
 * significant voxels; participants; baselines apart; warnings. What is not known has no column.
 */
public final class SummaryTable {

  private static final int CELL = 9;
  private static final int STEP = 12;
  private static final int PERPLEXITY = 12;
  private static final int ACCURACY = 10;
  private static final int WIDTH = 100;
  private static final int LAYERS_A_ROW = 7;
  private static final int BASELINE = 26;

  private final TextLines text = new TextLines();
  private final Summary summary;

  /** A cell of a table by step and layer. */
  @FunctionalInterface
  private interface Cells {
    String of(CheckpointSummary checkpoint, int layer);
  }

  /** A column at a table's right end. */
  private record Column(String head, int width, ToCell cell) {}

  /** What a column says of a checkpoint. */
  @FunctionalInterface
  private interface ToCell {
    String of(CheckpointSummary checkpoint);
  }

  private SummaryTable(Summary summary) {
    this.summary = summary;
  }

  /**
   * Renders a summary; lines end with a newline and are at most 100 columns wide.
   *
   * @param baselines whether the baselines are listed; layers are compared with them in any case
   */
  public static String render(Summary summary, boolean baselines) {
    SummaryTable table = new SummaryTable(summary);
    Map<String, List<CheckpointSummary>> sections = new LinkedHashMap<>();
    Map<String, List<CheckpointSummary>> residual = new TreeMap<>();
    List<CheckpointSummary> listed = new ArrayList<>();
    for (CheckpointSummary checkpoint : summary.checkpoints()) {
      if (checkpoint.baseline()) {
        listed.add(checkpoint);
      } else if (ResidualText.lacksOne(checkpoint)) {
        residual.computeIfAbsent(checkpoint.model(), absent -> new ArrayList<>()).add(checkpoint);
      } else {
        sections
            .computeIfAbsent(
                checkpoint.model() + ", " + checkpoint.variant(), absent -> new ArrayList<>())
            .add(checkpoint);
      }
    }
    if (sections.isEmpty() && (listed.isEmpty() || !baselines)) {
      return "No checkpoint has been announced.\n";
    }
    sections.forEach(table::model);
    ResidualText residuals = new ResidualText(table.text, summary.checkpoints());
    residual.forEach(residuals::table);
    if (baselines) {
      table.baselines(listed);
    }
    table.warnings(summary.edgeWarnings());
    return table.text.toString();
  }

  private void model(String title, List<CheckpointSummary> checkpoints) {
    boolean chosen = checkpoints.stream().anyMatch(c -> c.chosen().isPresent());
    text.line(
        "%s: mean r over voxels, folds and participants%s", title, chosen ? "" : " (* best layer)");
    List<Column> columns = new ArrayList<>();
    if (chosen) {
      text.line(
          "(* largest r on test rows; chosen, the r to report: each participant's and fold's");
      text.line("layer is the one that predicts best in the inner folds, which see no test rows)");
      columns.add(new Column("chosen", CELL, c -> r(c.chosen())));
    }
    if (checkpoints.stream().anyMatch(c -> c.accuracy().isPresent())) {
      text.line(
          "(accuracy: of the chosen layers, test rows classified correctly; chance is 50 %%)");
      columns.add(new Column("accuracy", ACCURACY, c -> percent(c.accuracy())));
    }
    columns.add(new Column("perplexity", PERPLEXITY, c -> perplexity(c.perplexity())));
    table(checkpoints, SummaryTable::meanR, columns);
    new BandText(text, summary).table(checkpoints);
    significant(checkpoints);
    ParticipantText participants = new ParticipantText(text, checkpoints);
    if (chosen) {
      participants.tests(wordRate());
    }
    participants.best(chosen);
    text.blank();
  }

  private void significant(List<CheckpointSummary> checkpoints) {
    if (checkpoints.stream().allMatch(c -> share(c).isEmpty())) {
      return;
    }
    text.blank();
    text.line("Share of voxels with q < .05, mean over participants (Benjamini–Hochberg over all");
    text.line("voxels, models, layers, steps and variants of a participant):");
    table(checkpoints, (c, layer) -> percent(share(c, layer)), List.of());
  }

  private void table(List<CheckpointSummary> checkpoints, Cells cells, List<Column> columns) {
    TreeSet<Integer> layers = new TreeSet<>();
    checkpoints.forEach(c -> c.layers().forEach(l -> layers.add(l.layer())));
    List<Integer> all = List.copyOf(layers);
    int room = WIDTH - STEP - columns.stream().mapToInt(Column::width).sum();
    int aRow = Math.min(LAYERS_A_ROW, room / CELL);
    for (int from = 0; from == 0 || from < all.size(); from += aRow) {
      List<Integer> shown = all.subList(from, Math.min(all.size(), from + aRow));
      rows(checkpoints, shown, cells, from == 0 ? columns : List.of());
    }
  }

  private void rows(
      List<CheckpointSummary> checkpoints,
      List<Integer> layers,
      Cells cells,
      List<Column> columns) {
    StringBuilder head = new StringBuilder(pad("step", STEP));
    layers.forEach(layer -> head.append(right("layer " + layer, CELL)));
    columns.forEach(column -> head.append(right(column.head(), column.width())));
    text.line("%s", head);
    for (CheckpointSummary checkpoint : checkpoints) {
      StringBuilder row = new StringBuilder(pad(Long.toString(checkpoint.step()), STEP));
      layers.forEach(layer -> row.append(right(cells.of(checkpoint, layer), CELL)));
      columns.forEach(column -> row.append(right(column.cell().of(checkpoint), column.width())));
      text.line("%s", row);
    }
  }

  private Optional<CheckpointSummary> wordRate() {
    return summary.checkpoints().stream()
        .filter(c -> c.kind() == SourceKind.WORD_RATE && !c.choices().isEmpty())
        .findFirst();
  }

  private List<SignificantShare> share(CheckpointSummary checkpoint) {
    return summary.significant().stream()
        .filter(
            share ->
                share.model().equals(checkpoint.model())
                    && share.step() == checkpoint.step()
                    && share.variant().equals(checkpoint.variant()))
        .toList();
  }

  private OptionalDouble share(CheckpointSummary checkpoint, int layer) {
    List<SignificantShare> ofLayer =
        share(checkpoint).stream().filter(share -> share.layer() == layer).toList();
    return Persons.of(ofLayer, SignificantShare::participant).stream()
        .mapToDouble(SignificantShare::share)
        .average();
  }

  private void baselines(List<CheckpointSummary> baselines) {
    if (baselines.isEmpty()) {
      return;
    }
    boolean tested = baselines.stream().anyMatch(baseline -> !share(baseline).isEmpty());
    text.line(
        "Baselines: mean r (best layer)%s",
        tested ? ", share of voxels with q < .05 (each by itself)" : "");
    for (CheckpointSummary baseline : baselines) {
      Optional<LayerScore> best = baseline.best();
      text.line(
          "  %s%s%s",
          pad(baseline.model(), BASELINE),
          best.map(layer -> right(number("%.4f ", layer.meanR()), CELL)).orElse("-"),
          tested && best.isPresent()
              ? right(percent(share(baseline, best.get().layer())), CELL)
              : "");
    }
    text.blank();
  }

  private void warnings(List<EdgeWarning> warnings) {
    worst("lower", warnings, EdgeWarning::lowShare);
    worst("upper", warnings, EdgeWarning::highShare);
  }

  private void worst(String end, List<EdgeWarning> all, ToDoubleFunction<EdgeWarning> share) {
    List<EdgeWarning> warnings =
        all.stream().filter(w -> share.applyAsDouble(w) > EdgeWarning.THRESHOLD).toList();
    warnings.stream()
        .max(Comparator.comparingDouble(share))
        .ifPresent(
            worst -> {
              text.line(
                  "Warning: lambda is at the %s end of its grid for more than %.0f %% of the"
                      + " voxels of %d fit%s.",
                  end,
                  100 * EdgeWarning.THRESHOLD,
                  warnings.size(),
                  warnings.size() == 1 ? "" : "s");
              text.line(
                  "  Most: %.0f %% (%s@%d, layer %d, %s).",
                  100 * share.applyAsDouble(worst),
                  worst.model(),
                  worst.step(),
                  worst.layer(),
                  worst.participant());
            });
  }

  private static String meanR(CheckpointSummary checkpoint, int layer) {
    int best = checkpoint.best().map(LayerScore::layer).orElse(-1);
    return checkpoint.layers().stream()
        .filter(score -> score.layer() == layer)
        .findFirst()
        .map(score -> number("%.4f", score.meanR()) + (layer == best ? "*" : " "))
        .orElse("-");
  }

  private static String r(OptionalDouble r) {
    return r.isPresent() ? number("%.4f", r.getAsDouble()) : "-";
  }

  private static String percent(OptionalDouble share) {
    return share.isPresent() ? number("%.1f %%", 100 * share.getAsDouble()) : "-";
  }

  private static String perplexity(OptionalDouble perplexity) {
    return perplexity.isPresent() ? number("%.2f", perplexity.getAsDouble()) : "-";
  }
}
