package org.entrain.bench.cluster;

import java.util.ArrayList;
import java.util.List;

/** Lists of words of command lines. */
final class Lists {

  private Lists() {}

  /** A list and more at its end. */
  static List<String> plus(List<String> some, String... more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return all;
  }
}
