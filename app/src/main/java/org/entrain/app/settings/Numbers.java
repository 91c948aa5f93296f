package org.entrain.app.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Whole numbers and lists of indices, as text. */
final class Numbers {

  /** No list of lags or layers is longer; a slip such as 0-99999999 must not fill the memory. */
  private static final int MOST = 10_000;

  private Numbers() {}

  static int integer(String text, int least, int most) {
    int value = Integer.parseInt(text);
    if (value < least || value > most) {
      throw new IllegalArgumentException("%d is not from %d to %d".formatted(value, least, most));
    }
    return value;
  }

  /** Reads increasing indices: single ones and ranges with both ends, {@code 0-2,4}. */
  static List<Integer> indices(String text) {
    List<Integer> indices = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String[] ends = part.strip().split("-", -1);
      int first = integer(ends[0].strip(), 0, MOST);
      int last = ends.length == 2 ? integer(ends[1].strip(), first, MOST) : first;
      if (ends.length > 2) {
        throw new IllegalArgumentException(part);
      }
      IntStream.rangeClosed(first, last).forEach(indices::add);
    }
    for (int i = 1; i < indices.size(); i++) {
      if (indices.get(i) <= indices.get(i - 1)) {
        throw new IllegalArgumentException("not increasing: " + text);
      }
    }
    return indices;
  }

  /** Writes indices; a whole range in its short form. */
  static String format(List<Integer> indices) {
    int first = indices.get(0);
    int last = indices.get(indices.size() - 1);
    if (indices.size() > 1 && last - first + 1 == indices.size()) {
      return first + "-" + last;
    }
    return indices.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
