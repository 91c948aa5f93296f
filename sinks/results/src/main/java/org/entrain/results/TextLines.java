package org.entrain.results;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Lines of text for a terminal, and the numbers in them. */
final class TextLines {

  /** Columns of a line at most. */
  static final int WIDTH = 100;

  private final StringBuilder text = new StringBuilder();

  /** Adds a line without trailing blanks; a longer one is cut. */
  void line(String format, Object... values) {
    String line = String.format(Locale.ROOT, format, values).stripTrailing();
    String shown = printable(line);
    text.append(shown.length() > WIDTH ? shown.substring(0, WIDTH - 1) + "…" : shown).append('\n');
  }

  /** A name from outside may hold what a terminal obeys. */
  static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  void blank() {
    text.append('\n');
  }

  @Override
  public String toString() {
    return text.toString();
  }

  static String pad(String label, int width) {
    return label.length() >= width
        ? label.substring(0, width - 2) + "… "
        : label + " ".repeat(width - label.length());
  }

  static String right(String cell, int width) {
    return " ".repeat(Math.max(1, width - cell.length())) + cell;
  }

  static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** A probability in two digits, without the 0 before the point: .25, .031, 1. */
  static String probability(double p) {
    String plain =
        new BigDecimal(p)
            .round(new MathContext(2, RoundingMode.HALF_UP))
            .stripTrailingZeros()
            .toPlainString();
    return plain.startsWith("0.") ? plain.substring(1) : plain;
  }
}
