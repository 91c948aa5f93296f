package org.entrain.results;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.entrain.schemas.Persons;

/** What a summary says of properties that were removed: how much of r went with each. */
final class ResidualText {

  private static final int NAME = 20;
  private static final int CELL = 10;
  private static final int STEPS_A_ROW = 8;

  private final TextLines text;
  private final Map<String, CheckpointSummary> initial = new TreeMap<>();

  ResidualText(TextLines text, List<CheckpointSummary> all) {
    this.text = text;
    all.stream().filter(c -> c.variant().equals("initial")).forEach(c -> initial.put(key(c), c));
  }

  /** Whether a variant lacks a property. */
  static boolean lacksOne(CheckpointSummary checkpoint) {
    return !Selection.WHOLE.contains(checkpoint.variant());
  }

  /**
   * Rows of properties, columns of steps; nothing without any.
   *
   * @param residual variants of one model that lack a property
   */
  void table(String model, List<CheckpointSummary> residual) {
    if (residual.isEmpty()) {
      return;
    }
    text.line(
        "%s: mean r that goes with each property (initial − residual, mean over voxels, folds,",
        model);
    text.line("participants and layers), by step");
    List<Long> steps = residual.stream().map(CheckpointSummary::step).distinct().sorted().toList();
    Set<String> properties =
        new TreeSet<>(residual.stream().map(CheckpointSummary::variant).toList());
    for (int from = 0; from < steps.size(); from += STEPS_A_ROW) {
      List<Long> some = steps.subList(from, Math.min(steps.size(), from + STEPS_A_ROW));
      StringBuilder head = new StringBuilder(TextLines.pad("step", NAME));
      some.forEach(step -> head.append(TextLines.right(Long.toString(step), CELL)));
      text.line("%s", head);
      for (String property : properties) {
        StringBuilder row = new StringBuilder(TextLines.pad(property, NAME));
        for (long step : some) {
          OptionalDouble lost =
              residual.stream()
                  .filter(c -> c.step() == step && c.variant().equals(property))
                  .flatMapToDouble(c -> lost(c).stream())
                  .findFirst();
          row.append(
              TextLines.right(
                  lost.isPresent() ? TextLines.number("%.4f", lost.getAsDouble()) : "-", CELL));
        }
        text.line("%s", row);
      }
    }
    text.blank();
  }

  /** Mean over the layers and {@linkplain Persons persons} that have both scores. */
  private OptionalDouble lost(CheckpointSummary residual) {
    CheckpointSummary whole = initial.get(key(residual));
    if (whole == null) {
      return OptionalDouble.empty();
    }
    Map<Integer, Map<String, Double>> before = new TreeMap<>();
    whole.layers().forEach(layer -> before.put(layer.layer(), layer.byParticipant()));
    DoubleSummaryStatistics lost = new DoubleSummaryStatistics();
    for (LayerScore layer : residual.layers()) {
      Map<String, Double> same = before.getOrDefault(layer.layer(), Map.of());
      Map<String, Double> differences = new TreeMap<>();
      layer
          .byParticipant()
          .forEach(
              (participant, r) -> {
                Double initially = same.get(participant);
                if (initially != null) {
                  differences.put(participant, initially - r);
                }
              });
      Persons.of(differences).forEach(lost::accept);
    }
    return lost.getCount() == 0 ? OptionalDouble.empty() : OptionalDouble.of(lost.getAverage());
  }

  private static String key(CheckpointSummary checkpoint) {
    return checkpoint.model() + "@" + checkpoint.step();
  }
}
