package org.entrain.app.settings;

import java.util.Locale;
import org.entrain.math.FoldScheme;

/**
 * Ways to cut rows into folds, as text: {@code 5} blocks of rows, {@code runs} (one fold each),
 * {@code runs:4} groups of whole runs, {@code runs-or-5}: runs where there are two or more,
 * otherwise 5 blocks.
 */
final class FoldSchemes {

  static final int LEAST = 2;
  static final int MOST = 100_000;

  private static final String RUNS = "runs";
  private static final String GROUPS = RUNS + ":";
  private static final String RUNS_OR = RUNS + "-or-";

  private FoldSchemes() {}

  static FoldScheme parse(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (lower.equals(RUNS)) {
      return FoldScheme.perRun();
    }
    if (lower.startsWith(GROUPS)) {
      return FoldScheme.grouped(count(lower.substring(GROUPS.length())));
    }
    if (lower.startsWith(RUNS_OR)) {
      return FoldScheme.perRunOr(count(lower.substring(RUNS_OR.length())));
    }
    return FoldScheme.contiguous(count(lower));
  }

  static String format(FoldScheme scheme) {
    return switch (scheme.kind()) {
      case CONTIGUOUS -> Integer.toString(scheme.count());
      case PER_RUN -> RUNS;
      case GROUPED -> GROUPS + scheme.count();
      case PER_RUN_OR_CONTIGUOUS -> RUNS_OR + scheme.count();
    };
  }

  private static int count(String text) {
    return Numbers.integer(text.strip(), LEAST, MOST);
  }
}
