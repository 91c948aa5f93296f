package org.entrain.app.settings;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.entrain.math.PenaltyChoice;

/**
 * Grids of ridge penalties, as text: {@code 1e-6..1e10} (every power of ten), {@code 1e-2..1e4/13}
 * (13 values, each the one before times the same factor, both ends included), or a list.
 */
final class Penalties {

  private static final Pattern POWERS = Pattern.compile("1e([+-]?\\d{1,3})\\.\\.1e([+-]?\\d{1,3})");
  private static final Pattern SPACED = Pattern.compile("(.+)\\.\\.([^/]+)/(\\d{1,9})");
  private static final int LARGEST_EXPONENT = 300;

  private Penalties() {}

  /**
   * Reads a grid.
   *
   * @throws IllegalArgumentException that says, with its number, what keeps it from being one
   */
  static List<Double> parse(String text) {
    String dense = text.replace(" ", "");
    Matcher powers = POWERS.matcher(dense);
    if (powers.matches()) {
      return powers(Integer.parseInt(powers.group(1)), Integer.parseInt(powers.group(2)));
    }
    Matcher spaced = SPACED.matcher(dense);
    if (spaced.matches()) {
      return checked(
          spaced(
              Double.parseDouble(spaced.group(1)),
              Double.parseDouble(spaced.group(2)),
              Numbers.integer(spaced.group(3), 2, Byte.MAX_VALUE)));
    }
    return checked(Stream.of(dense.split(",", -1)).map(Double::valueOf).toList());
  }

  /** Writes a grid in the shortest of the three forms that reads as the same values. */
  static String format(List<Double> lambdas) {
    double low = lambdas.get(0);
    double high = lambdas.get(lambdas.size() - 1);
    int first = exponent(low);
    int last = exponent(high);
    boolean whole = lambdas.size() > 1 && last - first + 1 == lambdas.size();
    if (whole && lambdas.equals(PenaltyChoice.powersOfTen(first, last))) {
      return "1e%d..1e%d".formatted(first, last);
    }
    if (lambdas.size() > 2 && lambdas.equals(spaced(low, high, lambdas.size()))) {
      return "%s..%s/%d".formatted(text(low), text(high), lambdas.size());
    }
    return lambdas.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static List<Double> powers(int first, int last) {
    if (last < first || Math.max(Math.abs(first), Math.abs(last)) > LARGEST_EXPONENT) {
      throw new IllegalArgumentException("no range of powers: %d to %d".formatted(first, last));
    }
    return checked(PenaltyChoice.powersOfTen(first, last));
  }

  /** Value i of n is 10^(a + i (b − a) / (n − 1)), with a and b the logarithms of the ends. */
  private static List<Double> spaced(double low, double high, int count) {
    double a = StrictMath.log10(low);
    double step = (StrictMath.log10(high) - a) / (count - 1);
    return IntStream.range(0, count)
        .mapToObj(i -> i == 0 ? low : i == count - 1 ? high : power(a + i * step))
        .toList();
  }

  /** Whole powers are the decimal numbers, not the nearest that rounding makes of them. */
  private static double power(double exponent) {
    long whole = Math.round(exponent);
    return Math.abs(exponent - whole) < 1e-9
        ? Double.parseDouble("1e" + whole)
        : StrictMath.pow(10, exponent);
  }

  private static List<Double> checked(List<Double> values) {
    if (values.size() > Byte.MAX_VALUE) {
      throw new IllegalArgumentException("%d values".formatted(values.size()));
    }
    for (int i = 0; i < values.size(); i++) {
      double value = values.get(i);
      if (!(value > 0) || Double.isInfinite(value)) {
        throw new IllegalArgumentException("value %d is not positive: %s".formatted(i, value));
      }
      if (i > 0 && value <= values.get(i - 1)) {
        throw new IllegalArgumentException(
            "not increasing: %s after %s".formatted(value, values.get(i - 1)));
      }
    }
    return values;
  }

  private static String text(double value) {
    String power = "1e" + exponent(value);
    return Double.parseDouble(power) == value ? power : Double.toString(value);
  }

  private static int exponent(double value) {
    return (int) Math.round(Math.log10(value));
  }
}
