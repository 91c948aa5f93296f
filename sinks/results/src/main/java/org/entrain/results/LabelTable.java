package org.entrain.results;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.entrain.math.CramersV;
import org.entrain.math.PearsonTest;
import org.entrain.math.properties.Labels;
import org.jspecify.annotations.Nullable;

/**
 * Labels as text for a terminal: how many words and sentences each class has, and the paper's Table
 * 2, how properties go together.
 */
public final class LabelTable {

  private static final double LEVEL = 0.05;
  private static final int NAME = 22;
  private static final int CELL = 8;

  /** Columns of the matrix that fit a line. */
  private static final int MOST = (TextLines.WIDTH - NAME) / CELL;

  private LabelTable() {}

  /** Renders every stimulus; says so if there are no labels. */
  public static String render(List<PropertyLabels> labels) {
    if (labels.isEmpty()) {
      return "No word has been annotated.\n";
    }
    TextLines text = new TextLines();
    for (String stimulus : new TreeSet<>(labels.stream().map(PropertyLabels::stimulus).toList())) {
      List<PropertyLabels> of =
          labels.stream().filter(column -> column.stimulus().equals(stimulus)).toList();
      classes(text, of);
      correlations(text, of.stream().filter(PropertyLabels::hasFewClasses).toList());
    }
    return text.toString();
  }

  private static void classes(TextLines text, List<PropertyLabels> labels) {
    text.line("Classes: words%s", labels.get(0).sentences().isEmpty() ? "" : " (sentences)");
    for (PropertyLabels column : labels) {
      if (!column.hasFewClasses()) {
        text.line(
            "%s%,d classes, more than %d: not compared",
            TextLines.pad(column.property(), NAME), column.names().size(), Labels.MOST_CLASSES);
        continue;
      }
      StringBuilder line = new StringBuilder(TextLines.pad(column.property(), NAME));
      for (LabelClass one : LabelClass.of(List.of(column))) {
        line.append("%s %,d".formatted(one.name(), one.words()));
        if (column.ofSentences()) {
          line.append(" (%,d)".formatted(one.sentences()));
        }
        line.append("  ");
      }
      text.line("%s", line);
    }
    text.blank();
  }

  private static void correlations(TextLines text, List<PropertyLabels> labels) {
    text.line(
        "How labels go together: below the diagonal Pearson's r of class numbers over words,");
    text.line("above it Cramér's V, of sentences where both properties are theirs, else of words;");
    text.line("* p ≥ .05, which takes words or sentences for independent");
    for (int from = 0; from < labels.size(); from += MOST) {
      int to = Math.min(labels.size(), from + MOST);
      StringBuilder head = new StringBuilder(" ".repeat(NAME));
      IntStream.range(from, to)
          .forEach(j -> head.append(TextLines.right(Integer.toString(j + 1), CELL)));
      text.line("%s", head);
      for (int i = 0; i < labels.size(); i++) {
        StringBuilder row =
            new StringBuilder(
                TextLines.pad("%2d %s".formatted(i + 1, labels.get(i).property()), NAME));
        for (int j = from; j < to; j++) {
          row.append(TextLines.right(cell(labels, i, j), CELL));
        }
        text.line("%s", row);
      }
    }
  }

  private static String cell(List<PropertyLabels> labels, int row, int column) {
    if (row == column) {
      return "1 ";
    }
    PropertyLabels first = labels.get(Math.min(row, column));
    PropertyLabels second = labels.get(Math.max(row, column));
    // While a table is being stored, columns differ.
    if (first.classes().size() != second.classes().size()) {
      return "- ";
    }
    if (row > column) {
      PearsonTest test = correlation(first, second);
      return marked(test.r(), test.p());
    }
    CramersV test = association(first, second);
    return marked(test.v(), test.p());
  }

  static PearsonTest correlation(PropertyLabels first, PropertyLabels second) {
    return PearsonTest.of(first.numbers(), second.numbers());
  }

  static CramersV association(PropertyLabels first, PropertyLabels second) {
    @Nullable List<Integer> units =
        first.ofSentences() && second.ofSentences() && first.sentences().equals(second.sentences())
            ? first.firstWords()
            : null;
    return CramersV.of(at(first.places(), units), at(second.places(), units));
  }

  private static int[] at(int[] numbers, @Nullable List<Integer> units) {
    return units == null ? numbers : units.stream().mapToInt(unit -> numbers[unit]).toArray();
  }

  private static String marked(double value, double p) {
    if (Double.isNaN(value)) {
      return "- ";
    }
    return TextLines.number("%.2f", value) + (p < LEVEL ? " " : "*");
  }
}
