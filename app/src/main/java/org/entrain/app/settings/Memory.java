package org.entrain.app.settings;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes of memory as text: a whole number and a unit, each 1,024 of the one before. */
public final class Memory {

  private static final String UNITS = "kmgt";
  private static final int BITS = 10;
  private static final Pattern SIZE = Pattern.compile("(\\d{1,7})\\s*([" + UNITS + "])");

  private Memory() {}

  /**
   * Bytes.
   *
   * @throws IllegalArgumentException if it is no size
   */
  public static long parse(String text) {
    Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!size.matches() || Long.parseLong(size.group(1)) == 0) {
      throw new IllegalArgumentException(text);
    }
    int shift = BITS * (UNITS.indexOf(size.group(2)) + 1);
    long count = Long.parseLong(size.group(1));
    if (count > Long.MAX_VALUE >> shift) {
      throw new IllegalArgumentException("more than can be counted: " + text);
    }
    return count << shift;
  }

  /** Writes whole kibibytes in the largest unit that needs no fraction. */
  static String format(long bytes) {
    int unit = 1;
    while (unit < UNITS.length() && bytes % (1L << BITS * (unit + 1)) == 0) {
      unit++;
    }
    return (bytes >> BITS * unit) + UNITS.substring(unit - 1, unit);
  }
}
