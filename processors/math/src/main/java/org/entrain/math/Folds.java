package org.entrain.math;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Outer and inner folds over unshuffled rows.
 *
 * <p>The gap keeps the slow response of the brain from leaking over a border. It follows the code
 * published with Toneva and Wehbe (2019): the first fold drops the first g of its training rows,
 * the last fold the last g, and a middle fold keeps its training rows and drops the first and last
 * g rows of its test block.
 */
public final class Folds {

  private Folds() {}

  /**
   * Outer folds.
   *
   * @param gap rows dropped at a border, g
   * @param runOfRow run of every row, in order; a run's rows stand together
   * @throws IllegalArgumentException if there are fewer rows than folds, fewer than two runs, or a
   *     fold that the gap leaves empty
   */
  public static List<Fold> outer(FoldScheme scheme, int gap, int[] runOfRow) {
    int rows = runOfRow.length;
    int[] starts =
        scheme.kind() == FoldScheme.Kind.PER_RUN
            ? runStarts(runOfRow)
            : blockStarts(rows, scheme.count());
    int last = starts.length - 2;
    List<Fold> folds = new ArrayList<>();
    for (int k = 0; k <= last; k++) {
      int from = starts[k];
      int to = starts[k + 1];
      int[] train =
          k == 0
              ? range(to + gap, rows)
              : k == last
                  ? range(0, from - gap)
                  : IntStream.concat(IntStream.range(0, from), IntStream.range(to, rows)).toArray();
      int[] test = k == 0 || k == last ? range(from, to) : range(from + gap, to - gap);
      if (train.length == 0 || test.length == 0) {
        throw new IllegalArgumentException(
            "fold %d of %d is empty after a gap of %d: %d training and %d test rows of %d"
                .formatted(k, last + 1, gap, train.length, test.length, rows));
      }
      folds.add(new Fold(k, train, test));
    }
    return List.copyOf(folds);
  }

  /**
   * Bounds of contiguous inner folds: fold i is rows bounds[i] to bounds[i+1] − 1, and the first
   * {@code rows mod folds} have one row more.
   *
   * @throws IllegalArgumentException if there are fewer rows than folds
   */
  public static int[] inner(int rows, int folds) {
    if (rows < folds) {
      throw new IllegalArgumentException("fewer rows than inner folds: " + rows + " < " + folds);
    }
    int[] bounds = new int[folds + 1];
    for (int i = 0; i < folds; i++) {
      bounds[i + 1] = bounds[i] + rows / folds + (i < rows % folds ? 1 : 0);
    }
    return bounds;
  }

  private static int[] blockStarts(int rows, int count) {
    if (rows < count) {
      throw new IllegalArgumentException("fewer rows than folds: " + rows + " < " + count);
    }
    return IntStream.rangeClosed(0, count)
        .map(k -> k == count ? rows : k * (rows / count))
        .toArray();
  }

  private static int[] runStarts(int[] runOfRow) {
    Set<Integer> seen = new HashSet<>();
    IntStream.Builder starts = IntStream.builder();
    for (int i = 0; i < runOfRow.length; i++) {
      if (i > 0 && runOfRow[i] == runOfRow[i - 1]) {
        continue;
      }
      if (!seen.add(runOfRow[i])) {
        throw new IllegalArgumentException("run " + runOfRow[i] + " starts again at row " + i);
      }
      starts.add(i);
    }
    if (seen.size() < 2) {
      throw new IllegalArgumentException("a fold per run needs 2 or more runs: " + seen.size());
    }
    return starts.add(runOfRow.length).build().toArray();
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, Math.max(from, to)).toArray();
  }
}
