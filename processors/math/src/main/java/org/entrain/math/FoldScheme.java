package org.entrain.math;

/**
 * How rows are cut into outer folds: {@code count} unshuffled blocks of ⌊T/count⌋ rows whose last
 * takes the rest, or one block per run.
 *
 * @param kind contiguous blocks or runs
 * @param count number of blocks, at least 2; 0 for {@link Kind#PER_RUN}
 */
public record FoldScheme(Kind kind, int count) {

  /** What bounds a block. */
  public enum Kind {
    CONTIGUOUS,
    PER_RUN
  }

  public FoldScheme {
    if (kind == Kind.CONTIGUOUS && count < 2) {
      throw new IllegalArgumentException("contiguous folds must be 2 or more: " + count);
    }
    if (kind == Kind.PER_RUN && count != 0) {
      throw new IllegalArgumentException("runs set the number of folds, not a count: " + count);
    }
  }

  public static FoldScheme contiguous(int count) {
    return new FoldScheme(Kind.CONTIGUOUS, count);
  }

  public static FoldScheme perRun() {
    return new FoldScheme(Kind.PER_RUN, 0);
  }
}
