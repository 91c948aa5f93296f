package org.entrain.results;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.entrain.schemas.Persons;
import org.jspecify.annotations.Nullable;

/** A comparison as text for a terminal. */
public final class ComparisonTable {

  private static final int NAME = 30;
  private static final int CELL = 10;
  private static final int SHOWN = 40;
  private static final int DIGITS = 16;

  private ComparisonTable() {}

  /** A row of the table: all {@linkplain Persons persons} together. */
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
    Map<Row, List<Comparison.Score>> rows = rows(both);
    rows.entrySet().stream()
        .limit(SHOWN)
        .forEach(
            row ->
                line(
                    text, row.getKey(), Persons.of(row.getValue(), Comparison.Score::participant)));
    if (rows.size() > SHOWN) {
      text.line("… and %,d more rows; --csv FILE has all", rows.size() - SHOWN);
    }
  }

  private static Map<Row, List<Comparison.Score>> rows(List<Comparison.Score> scores) {
    Map<Row, List<Comparison.Score>> rows = new LinkedHashMap<>();
    for (Comparison.Score score : scores) {
      Row row = new Row(score.model(), score.step(), score.variant(), score.layer());
      rows.computeIfAbsent(row, absent -> new ArrayList<>()).add(score);
    }
    return rows;
  }

  private static double mean(
      List<Comparison.Score> scores, Function<Comparison.Score, OptionalDouble> value) {
    return scores.stream()
        .mapToDouble(score -> value.apply(score).orElseThrow())
        .average()
        .orElseThrow();
  }

  private static void line(TextLines text, Row row, List<Comparison.Score> scores) {
    double first = mean(scores, Comparison.Score::first);
    double second = mean(scores, Comparison.Score::second);
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
        TextLines.right(TextLines.number("%.4f", first), CELL),
        TextLines.right(TextLines.number("%.4f", second), CELL),
        TextLines.right(TextLines.number("%.4f", second - first), CELL));
  }

  private static String begin(String fingerprint) {
    return fingerprint.length() > DIGITS ? fingerprint.substring(0, DIGITS) : fingerprint;
  }

  private static String or(@Nullable String value) {
    return value == null ? "none" : value;
  }
}
