package org.entrain.results;

import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Probes as text for a terminal: the paper's Table 1. */
public final class ProbeTable {

  private ProbeTable() {}

  /**
   * Renders a table per model; nothing if there are no probes. What probes of the random baseline
   * reach stands beside those of models of the same dimensions: with fewer, as with principal
   * components, less is read from noise.
   */
  public static String render(List<ProbeScore> scores) {
    TextLines text = new TextLines();
    List<ProbeScore> models = scores.stream().filter(score -> !score.random()).toList();
    for (String model : new TreeSet<>(models.stream().map(ProbeScore::model).toList())) {
      List<ProbeScore> own = models.stream().filter(s -> s.model().equals(model)).toList();
      Map<String, ProbeScore> randoms = new LinkedHashMap<>();
      scores.stream()
          .filter(score -> score.random() && score.dimensions() == own.get(0).dimensions())
          .forEach(score -> randoms.put(score.property(), score));
      table(text, model, own, randoms);
    }
    return text.toString();
  }

  private static void table(
      TextLines text, String model, List<ProbeScore> scores, Map<String, ProbeScore> randoms) {
    boolean selective = scores.stream().anyMatch(score -> score.shuffled().isPresent());
    text.line(
        "%s: accuracy of probes before and after removal, from the least to the largest over",
        model);
    text.line(
        "steps and layers; removed: before > chance and after < chance, or = chance if cross-fitted%s",
        randoms.isEmpty() ? "" : ";");
    if (!randoms.isEmpty()) {
      text.line("random: before and after, of the random baseline's normal vectors");
    }
    text.line(
        "%-20s%15s%15s%8s%11s%s%s",
        "property",
        "before",
        "after",
        "chance",
        "removed",
        randoms.isEmpty() ? "" : "%14s".formatted("random"),
        selective ? "     selectivity" : "");
    Map<String, List<ProbeScore>> rows =
        scores.stream()
            .collect(
                Collectors.groupingBy(
                    ProbeScore::property, LinkedHashMap::new, Collectors.toList()));
    rows.forEach(
        (property, row) ->
            text.line(
                "%-20s%15s%15s%8s%11s%s%s",
                property,
                range(row, ProbeScore::before),
                range(row, ProbeScore::after),
                number(row.get(0).chance()),
                "%d of %d".formatted(row.stream().filter(ProbeScore::removed).count(), row.size()),
                randoms.isEmpty() ? "" : random(randoms.get(property)),
                selective ? selectivity(row) : ""));
    text.blank();
  }

  private static String random(@Nullable ProbeScore score) {
    return "%14s"
        .formatted(score == null ? "-" : number(score.before()) + ", " + number(score.after()));
  }

  private static String selectivity(List<ProbeScore> row) {
    List<ProbeScore> some = row.stream().filter(score -> score.shuffled().isPresent()).toList();
    return "%16s".formatted(some.isEmpty() ? "-" : range(some, s -> s.selectivity().orElseThrow()));
  }

  private static String range(List<ProbeScore> row, ToDoubleFunction<ProbeScore> value) {
    DoubleSummaryStatistics all = row.stream().mapToDouble(value).summaryStatistics();
    return number(all.getMin()) + " … " + number(all.getMax());
  }

  private static String number(double value) {
    return TextLines.number("%.3f", value);
  }
}
