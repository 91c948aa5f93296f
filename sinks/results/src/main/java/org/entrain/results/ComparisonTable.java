package org.entrain.results;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A comparison as text for a terminal. */
public final class ComparisonTable {

  private static final int NAME = 30;
  private static final int CELL = 10;
  private static final int SHOWN = 40;
  private static final int DIGITS = 16;

  private ComparisonTable() {}

  /** A row of the table: all participants together. */
  private record Row(String model, long step, String variant, int layer) {}

  /**
   * Renders it: settings that differ, then mean r over participants of every fit that both have.
   *
   * @param first name of the first run
   * @param second name of the second run
   */
  public static String render(Comparison comparison, String first, String second) {
    TextLines text = new TextLines();
    text.line("A  %s", first);
    text.line("B  %s", second);
    text.blank();
    if (comparison.settings().isEmpty()) {
      text.line("Settings and data: the same");
    } else {
      text.line("Settings and data that differ");
      for (Comparison.Setting setting : comparison.settings()) {
        text.line(
            "  %s %s | %s",
            TextLines.pad(setting.name(), NAME), or(setting.first()), or(setting.second()));
      }
    }
    for (Comparison.Weights weights : comparison.weights()) {
      text.line(
          "other weights: %s %s | %s",
          weights.name(), begin(weights.first()), begin(weights.second()));
    }
    text.blank();
    scores(text, comparison.scores());
    return text.toString();
  }

  private static void scores(TextLines text, List<Comparison.Score> scores) {
    List<Comparison.Score> both =
        scores.stream().filter(score -> score.difference().isPresent()).toList();
    long onlyFirst = scores.stream().filter(score -> score.second().isEmpty()).count();
    long onlySecond = scores.stream().filter(score -> score.first().isEmpty()).count();
    text.line(
        "Fits: %,d in both, %,d in A alone, %,d in B alone", both.size(), onlyFirst, onlySecond);
    if (both.isEmpty()) {
      return;
    }
    double[] differences =
        both.stream().mapToDouble(score -> score.difference().orElseThrow()).toArray();
    double largest = 0;
    double sum = 0;
    for (double difference : differences) {
      largest = Math.max(largest, Math.abs(difference));
      sum += difference;
    }
    text.line(
        "B − A, mean r of a fit: %s in the mean, at most %s either way",
        TextLines.number("%.4f", sum / differences.length), TextLines.number("%.4f", largest));
    text.blank();
    text.line(
        "%s%s%s%s",
        TextLines.pad("checkpoint, layer (variant)", NAME + CELL),
        TextLines.right("A", CELL),
        TextLines.right("B", CELL),
        TextLines.right("B − A", CELL));
    Map<Row, double[]> rows = rows(both);
    rows.entrySet().stream().limit(SHOWN).forEach(row -> line(text, row.getKey(), row.getValue()));
    if (rows.size() > SHOWN) {
      text.line("… and %,d more rows; --csv FILE has all", rows.size() - SHOWN);
    }
  }

  /** Sums of A and B and their number, by row. */
  private static Map<Row, double[]> rows(List<Comparison.Score> scores) {
    Map<Row, double[]> rows = new LinkedHashMap<>();
    for (Comparison.Score score : scores) {
      double[] sums =
          rows.computeIfAbsent(
              new Row(score.model(), score.step(), score.variant(), score.layer()),
              absent -> new double[3]);
      sums[0] += score.first().orElseThrow();
      sums[1] += score.second().orElseThrow();
      sums[2]++;
    }
    return rows;
  }

  private static void line(TextLines text, Row row, double[] sums) {
    String name =
        "%s@%d, layer %d%s"
            .formatted(
                row.model(),
                row.step(),
                row.layer(),
                row.variant().equals("initial") ? "" : " (" + row.variant() + ")");
    text.line(
        "%s%s%s%s",
        TextLines.pad(name, NAME + CELL),
        TextLines.right(TextLines.number("%.4f", sums[0] / sums[2]), CELL),
        TextLines.right(TextLines.number("%.4f", sums[1] / sums[2]), CELL),
        TextLines.right(TextLines.number("%.4f", (sums[1] - sums[0]) / sums[2]), CELL));
  }

  private static String begin(String fingerprint) {
    return fingerprint.length() > DIGITS ? fingerprint.substring(0, DIGITS) : fingerprint;
  }

  private static String or(@Nullable String value) {
    return value == null ? "none" : value;
  }
}
