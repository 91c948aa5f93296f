package org.entrain.app.settings;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entrain.math.PenaltyChoice;

/** Grids of ridge penalties, as text: {@code 1e-6..1e10} (every power of ten) or a list. */
final class Penalties {

  private static final Pattern POWERS = Pattern.compile("1e([+-]?\\d{1,3})\\.\\.1e([+-]?\\d{1,3})");
  private static final int LARGEST_EXPONENT = 300;

  private Penalties() {}

  static List<Double> parse(String text) {
    Matcher powers = POWERS.matcher(text.replace(" ", ""));
    if (powers.matches()) {
      return powers(Integer.parseInt(powers.group(1)), Integer.parseInt(powers.group(2)));
    }
    List<Double> values =
        Stream.of(text.split(",", -1)).map(part -> Double.valueOf(part.strip())).toList();
    return checked(values);
  }

  static String format(List<Double> lambdas) {
    int first = exponent(lambdas.get(0));
    int last = exponent(lambdas.get(lambdas.size() - 1));
    boolean whole = lambdas.size() > 1 && last - first + 1 == lambdas.size();
    if (whole && lambdas.equals(PenaltyChoice.powersOfTen(first, last))) {
      return "1e%d..1e%d".formatted(first, last);
    }
    return lambdas.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static List<Double> powers(int first, int last) {
    if (last < first || Math.max(Math.abs(first), Math.abs(last)) > LARGEST_EXPONENT) {
      throw new IllegalArgumentException("no range of powers: %d to %d".formatted(first, last));
    }
    return checked(PenaltyChoice.powersOfTen(first, last));
  }

  private static List<Double> checked(List<Double> values) {
    boolean fits = values.size() <= Byte.MAX_VALUE && values.get(0) > 0;
    for (int i = 0; fits && i < values.size(); i++) {
      fits = Double.isFinite(values.get(i)) && (i == 0 || values.get(i) > values.get(i - 1));
    }
    if (!fits) {
      throw new IllegalArgumentException("not 1 to 127 increasing positive numbers: " + values);
    }
    return values;
  }

  private static int exponent(double value) {
    return (int) Math.round(Math.log10(value));
  }
}
