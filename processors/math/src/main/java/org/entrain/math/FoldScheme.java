package org.entrain.math;

/**
 * How rows are cut into folds, never shuffled.
 *
 * @param kind what bounds a fold
 * @param count number of folds, at least 2; 0 for {@link Kind#PER_RUN}
 */
public record FoldScheme(Kind kind, int count) {

  /** What bounds a fold. */
  public enum Kind {
    /** {@code count} contiguous blocks of rows. */
    CONTIGUOUS,

    /** One fold per run. */
    PER_RUN,

    /** {@code count} folds of whole runs, as equal in rows as can be. */
    GROUPED,

    /** One fold per run where there are two or more runs, otherwise {@code count} blocks. */
    PER_RUN_OR_CONTIGUOUS
  }

  public FoldScheme {
    if (kind == Kind.PER_RUN && count != 0) {
      throw new IllegalArgumentException("runs set the number of folds, not a count: " + count);
    }
    if (kind != Kind.PER_RUN && count < 2) {
      throw new IllegalArgumentException("folds must be 2 or more: " + count);
    }
  }

  public static FoldScheme contiguous(int count) {
    return new FoldScheme(Kind.CONTIGUOUS, count);
  }

  public static FoldScheme perRun() {
    return new FoldScheme(Kind.PER_RUN, 0);
  }

  /** Folds of whole runs. */
  public static FoldScheme grouped(int count) {
    return new FoldScheme(Kind.GROUPED, count);
  }

  /** Runs, or blocks where there is one run alone. */
  public static FoldScheme perRunOr(int count) {
    return new FoldScheme(Kind.PER_RUN_OR_CONTIGUOUS, count);
  }
}
