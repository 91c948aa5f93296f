package org.entrain.results;

import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Probes as text for a terminal: the paper's Table 1. */
public final class ProbeTable {

  private ProbeTable() {}

  /** Renders a table per model; nothing if there are no probes. */
  public static String render(List<ProbeScore> scores) {
    StringBuilder text = new StringBuilder();
    for (String model : new TreeSet<>(scores.stream().map(ProbeScore::model).toList())) {
      text.append(
          "%s: accuracy of probes before and after removal, from the least to the largest over%n"
              .formatted(model));
      text.append(
          "steps and layers; removed: before > chance and after < chance, or = chance if cross-fitted\n");
      boolean selective =
          scores.stream()
              .anyMatch(score -> score.model().equals(model) && score.shuffled().isPresent());
      text.append(
          "%-20s%17s%17s%9s%12s%s%n"
              .formatted(
                  "property",
                  "before",
                  "after",
                  "chance",
                  "removed",
                  selective ? "       selectivity" : ""));
      Map<String, List<ProbeScore>> rows =
          scores.stream()
              .filter(score -> score.model().equals(model))
              .collect(
                  Collectors.groupingBy(
                      ProbeScore::property, LinkedHashMap::new, Collectors.toList()));
      rows.forEach(
          (property, row) ->
              text.append(
                  "%-20s%17s%17s%9s%12s%s%n"
                      .formatted(
                          property,
                          range(row, ProbeScore::before),
                          range(row, ProbeScore::after),
                          number(row.get(0).chance()),
                          "%d of %d"
                              .formatted(
                                  row.stream().filter(ProbeScore::removed).count(), row.size()),
                          selective ? selectivity(row) : "")));
      text.append('\n');
    }
    return text.toString();
  }

  private static String selectivity(List<ProbeScore> row) {
    List<ProbeScore> some = row.stream().filter(score -> score.shuffled().isPresent()).toList();
    return "%18s".formatted(some.isEmpty() ? "-" : range(some, s -> s.selectivity().orElseThrow()));
  }

  private static String range(List<ProbeScore> row, ToDoubleFunction<ProbeScore> value) {
    DoubleSummaryStatistics all = row.stream().mapToDouble(value).summaryStatistics();
    return number(all.getMin()) + " … " + number(all.getMax());
  }

  private static String number(double value) {
    return TextLines.number("%.3f", value);
  }
}
