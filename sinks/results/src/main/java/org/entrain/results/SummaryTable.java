package org.entrain.results;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * A summary as text for a terminal: mean r by step and layer, the best layer of each step marked,
 * perplexity beside it; baselines apart; then every participant's best layer and the warnings.
 */
public final class SummaryTable {

  private static final int WIDTH = 100;
  private static final int CELL = 9;
  private static final int LABEL = 24;
  private static final int LAYERS_A_ROW = (WIDTH - LABEL - 12) / CELL;

  private final StringBuilder text = new StringBuilder();

  private SummaryTable() {}

  /** Renders a summary; lines end with a newline and are at most 100 columns wide. */
  public static String render(Summary summary) {
    SummaryTable table = new SummaryTable();
    Map<String, List<CheckpointSummary>> sections = new LinkedHashMap<>();
    List<CheckpointSummary> baselines = new ArrayList<>();
    for (CheckpointSummary checkpoint : summary.checkpoints()) {
      if (checkpoint.baseline()) {
        baselines.add(checkpoint);
      } else {
        sections
            .computeIfAbsent(
                checkpoint.model() + ", " + checkpoint.variant(), absent -> new ArrayList<>())
            .add(checkpoint);
      }
    }
    if (summary.checkpoints().isEmpty()) {
      return "No checkpoint has been announced.\n";
    }
    sections.forEach(table::model);
    table.baselines(baselines);
    table.warnings(summary.edgeWarnings());
    return table.text.toString();
  }

  private void model(String title, List<CheckpointSummary> checkpoints) {
    line("%s: mean r over voxels, folds and participants (* best layer)", title);
    TreeSet<Integer> layers = new TreeSet<>();
    checkpoints.forEach(c -> c.layers().forEach(l -> layers.add(l.layer())));
    List<Integer> all = List.copyOf(layers);
    for (int from = 0; from == 0 || from < all.size(); from += LAYERS_A_ROW) {
      List<Integer> shown = all.subList(from, Math.min(all.size(), from + LAYERS_A_ROW));
      rows(checkpoints, shown, from == 0);
    }
    participants(checkpoints);
    text.append('\n');
  }

  private void rows(List<CheckpointSummary> checkpoints, List<Integer> layers, boolean first) {
    StringBuilder head = new StringBuilder(pad("step", LABEL / 2));
    layers.forEach(layer -> head.append(right("layer " + layer, CELL)));
    line("%s", head + (first ? right("perplexity", 12) : ""));
    for (CheckpointSummary checkpoint : checkpoints) {
      StringBuilder row = new StringBuilder(pad(Long.toString(checkpoint.step()), LABEL / 2));
      int best = checkpoint.best().map(LayerScore::layer).orElse(-1);
      Map<Integer, LayerScore> byLayer = new TreeMap<>();
      checkpoint.layers().forEach(score -> byLayer.put(score.layer(), score));
      for (int layer : layers) {
        LayerScore score = byLayer.get(layer);
        row.append(right(score == null ? "-" : r(score.meanR(), layer == best), CELL));
      }
      line("%s", row + (first ? right(perplexity(checkpoint.perplexity()), 12) : ""));
    }
  }

  private void participants(List<CheckpointSummary> checkpoints) {
    SortedMap<String, String> best = new TreeMap<>();
    TreeSet<String> names = new TreeSet<>();
    checkpoints.forEach(
        c -> c.layers().forEach(layer -> names.addAll(layer.byParticipant().keySet())));
    if (names.size() < 2) {
      return;
    }
    for (String name : names) {
      checkpoints.stream()
          .flatMap(c -> c.layers().stream().map(layer -> new Found(c.step(), layer)))
          .filter(found -> found.layer().byParticipant().containsKey(name))
          .max(Comparator.comparingDouble(found -> found.r(name)))
          .ifPresent(
              found ->
                  best.put(
                      name,
                      "r %s at step %d, layer %d"
                          .formatted(
                              r(found.r(name), false).strip(),
                              found.step(),
                              found.layer().layer())));
    }
    line("Best by participant:");
    best.forEach((name, where) -> line("  %s  %s", pad(name, LABEL - 2), where));
  }

  private void baselines(List<CheckpointSummary> baselines) {
    if (baselines.isEmpty()) {
      return;
    }
    line("Baselines: mean r (best layer)");
    for (CheckpointSummary baseline : baselines) {
      line(
          "  %s%s",
          pad(baseline.model(), LABEL + 2),
          baseline.best().map(best -> right(r(best.meanR(), false), CELL)).orElse("-"));
    }
    text.append('\n');
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
              line(
                  "Warning: lambda is at the %s end of its grid for more than %.0f %% of the"
                      + " voxels of %d fit%s.",
                  end,
                  100 * EdgeWarning.THRESHOLD,
                  warnings.size(),
                  warnings.size() == 1 ? "" : "s");
              line(
                  "  Most: %.0f %% (%s@%d, layer %d, %s).",
                  100 * share.applyAsDouble(worst),
                  worst.model(),
                  worst.step(),
                  worst.layer(),
                  worst.participant());
            });
  }

  private static String perplexity(OptionalDouble perplexity) {
    return perplexity.isPresent()
        ? String.format(Locale.ROOT, "%.2f", perplexity.getAsDouble())
        : "-";
  }

  private static String r(double r, boolean best) {
    return String.format(Locale.ROOT, "%.4f%s", r, best ? "*" : " ");
  }

  private static String pad(String label, int width) {
    return label.length() >= width
        ? label.substring(0, width - 2) + "… "
        : label + " ".repeat(width - label.length());
  }

  private static String right(String cell, int width) {
    return " ".repeat(Math.max(1, width - cell.length())) + cell;
  }

  private void line(String format, Object... values) {
    String line = String.format(Locale.ROOT, format, values).stripTrailing();
    text.append(line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line).append('\n');
  }

  /** A layer of some step. */
  private record Found(long step, LayerScore layer) {
    double r(String participant) {
      return layer.byParticipant().getOrDefault(participant, Double.NEGATIVE_INFINITY);
    }
  }
}
