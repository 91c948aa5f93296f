package org.entrain.math;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Outer and inner folds over unshuffled rows.
 *
 * <p>The gap keeps the slow response of the brain from leaking over a border. Of outer folds that
 * are blocks of rows it follows the code published with Toneva and Wehbe (2019): the first fold
 * drops the first g of its training rows, the last fold the last g, and a middle fold keeps its
 * training rows and drops the first and last g rows of its test block. Where folds are groups of
 * runs, and in inner folds, training rows near a test row are dropped.
 */
public final class Folds {

  private Folds() {}

  /**
   * Outer folds.
   *
   * @param gap rows dropped at a border, g; none where {@link
   *     FoldScheme.Kind#PER_RUN_OR_CONTIGUOUS} takes runs
   * @param runOfRow run of every row, in order; a run's rows stand together
   * @throws IllegalArgumentException if there are fewer rows or runs than folds, or a fold that the
   *     gap leaves empty
   */
  public static List<Fold> outer(FoldScheme scheme, int gap, int[] runOfRow) {
    return switch (scheme.kind()) {
      case CONTIGUOUS -> blocks(blockStarts(runOfRow.length, scheme.count()), gap);
      case PER_RUN -> blocks(twoOrMore(runStarts(runOfRow)), gap);
      case GROUPED -> grouped(groups(runStarts(runOfRow), scheme.count()), gap);
      case PER_RUN_OR_CONTIGUOUS -> {
        int[] starts = runStarts(runOfRow);
        yield starts.length > 2
            ? blocks(starts, 0)
            : blocks(blockStarts(runOfRow.length, scheme.count()), gap);
      }
    };
  }

  /**
   * Inner folds of training rows. Of contiguous ones the first {@code rows mod count} have one row
   * more; runs are those that the training rows belong to.
   *
   * @param gap largest distance, in rows of the same run, at which a training row is left out
   * @param train training rows, ascending
   * @param runOfRow run of every row, training or not
   * @throws IllegalArgumentException if there are fewer rows or runs than folds, or the gap leaves
   *     nothing to fit
   */
  public static List<InnerFold> inner(FoldScheme scheme, int gap, int[] train, int[] runOfRow) {
    int[] runs = IntStream.of(train).map(row -> runOfRow[row]).toArray();
    List<int[]> held =
        switch (scheme.kind()) {
          case CONTIGUOUS -> ranges(innerStarts(train.length, scheme.count()));
          case PER_RUN -> ranges(twoOrMore(runStarts(runs)));
          case GROUPED -> groups(runStarts(runs), scheme.count());
          case PER_RUN_OR_CONTIGUOUS -> {
            int[] starts = runStarts(runs);
            yield ranges(starts.length > 2 ? starts : innerStarts(train.length, scheme.count()));
          }
        };
    List<InnerFold> folds = new ArrayList<>();
    for (int[] rows : held) {
      int[] left = widened(rows, gap, train, runs);
      if (left.length == train.length) {
        throw new IllegalArgumentException(
            "inner fold %d of %d has no row to fit after a gap of %d: %d training rows"
                .formatted(folds.size(), held.size(), gap, train.length));
      }
      folds.add(new InnerFold(rows, left));
    }
    return List.copyOf(folds);
  }

  /**
   * The folds, if they can be computed: one at least, each with rows, rows ascending and there, and
   * indices that are positions.
   */
  static List<Fold> checked(List<Fold> folds, int rows) {
    if (folds.isEmpty()) {
      throw new IllegalArgumentException("no folds of " + rows + " rows");
    }
    for (int k = 0; k < folds.size(); k++) {
      Fold fold = folds.get(k);
      if (fold.index() != k || !ascending(fold.train(), rows) || !ascending(fold.test(), rows)) {
        throw new IllegalArgumentException(
            "fold %d at position %d: %d training and %d test rows, not ascending rows of %d"
                .formatted(fold.index(), k, fold.train().length, fold.test().length, rows));
      }
    }
    return folds;
  }

  private static boolean ascending(int[] some, int rows) {
    for (int i = 1; i < some.length; i++) {
      if (some[i] <= some[i - 1]) {
        return false;
      }
    }
    return some.length > 0 && some[0] >= 0 && some[some.length - 1] < rows;
  }

  private static List<Fold> blocks(int[] starts, int gap) {
    int rows = starts[starts.length - 1];
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
      folds.add(checked(new Fold(k, train, test), last + 1, gap, rows));
    }
    return List.copyOf(folds);
  }

  private static List<Fold> grouped(List<int[]> groups, int gap) {
    int rows = groups.stream().mapToInt(group -> group.length).sum();
    int[] all = IntStream.range(0, rows).toArray();
    List<Fold> folds = new ArrayList<>();
    for (int k = 0; k < groups.size(); k++) {
      int[] test = groups.get(k);
      int[] near = widened(test, gap, all, new int[rows]);
      int[] train = IntStream.of(all).filter(i -> Arrays.binarySearch(near, i) < 0).toArray();
      folds.add(checked(new Fold(k, train, test), groups.size(), gap, rows));
    }
    return List.copyOf(folds);
  }

  private static Fold checked(Fold fold, int count, int gap, int rows) {
    int train = fold.train().length;
    int test = fold.test().length;
    if (train == 0 || test == 0) {
      throw new IllegalArgumentException(
          "fold %d of %d is empty after a gap of %d: %d training and %d test rows of %d"
              .formatted(fold.index(), count, gap, train, test, rows));
    }
    return fold;
  }

  /** Positions in {@code rows} that are held, or within the gap of a held one of their run. */
  private static int[] widened(int[] held, int gap, int[] rows, int[] runs) {
    boolean[] left = new boolean[rows.length];
    for (int position : held) {
      left[position] = true;
      for (int step = -1; step <= 1; step += 2) {
        int near = position + step;
        while (near >= 0
            && near < rows.length
            && runs[near] == runs[position]
            && Math.abs(rows[near] - rows[position]) <= gap) {
          left[near] = true;
          near += step;
        }
      }
    }
    return IntStream.range(0, rows.length).filter(i -> left[i]).toArray();
  }

  /** Whole runs in {@code count} groups: the longest run first, each to the smallest group. */
  private static List<int[]> groups(int[] starts, int count) {
    int runs = starts.length - 1;
    if (runs < count) {
      throw new IllegalArgumentException("fewer runs than folds: " + runs + " < " + count);
    }
    int[] group = new int[runs];
    int[] sizes = new int[count];
    IntStream.range(0, runs)
        .boxed()
        .sorted(Comparator.comparingInt(run -> starts[run] - starts[run + 1]))
        .forEach(
            run -> {
              int smallest = 0;
              for (int g = 1; g < count; g++) {
                smallest = sizes[g] < sizes[smallest] ? g : smallest;
              }
              group[run] = smallest;
              sizes[smallest] += starts[run + 1] - starts[run];
            });
    return IntStream.range(0, count)
        .mapToObj(
            g ->
                IntStream.range(0, runs)
                    .filter(run -> group[run] == g)
                    .flatMap(run -> IntStream.range(starts[run], starts[run + 1]))
                    .toArray())
        .toList();
  }

  private static List<int[]> ranges(int[] starts) {
    return IntStream.range(0, starts.length - 1)
        .mapToObj(i -> range(starts[i], starts[i + 1]))
        .toList();
  }

  private static int[] innerStarts(int rows, int folds) {
    if (rows < folds) {
      throw new IllegalArgumentException("fewer rows than inner folds: " + rows + " < " + folds);
    }
    return IntStream.rangeClosed(0, folds)
        .map(i -> i * (rows / folds) + Math.min(i, rows % folds))
        .toArray();
  }

  private static int[] blockStarts(int rows, int count) {
    if (rows < count) {
      throw new IllegalArgumentException("fewer rows than folds: " + rows + " < " + count);
    }
    return IntStream.rangeClosed(0, count)
        .map(k -> k == count ? rows : k * (rows / count))
        .toArray();
  }

  /** Where runs begin, and the number of rows. */
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
    return starts.add(runOfRow.length).build().toArray();
  }

  private static int[] twoOrMore(int[] starts) {
    if (starts.length < 3) {
      throw new IllegalArgumentException(
          "a fold per run needs 2 or more runs: " + (starts.length - 1));
    }
    return starts;
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, Math.max(from, to)).toArray();
  }
}
