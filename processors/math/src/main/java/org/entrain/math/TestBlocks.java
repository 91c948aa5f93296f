package org.entrain.math;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Test rows of every outer fold cut into blocks: of consecutive rows of a run, from its first test
 * row on. A rest of less than half a block belongs to the block before it.
 *
 * @param starts per fold, first row of every block, then the number of rows
 */
record TestBlocks(List<int[]> starts) {

  /**
   * Cuts the test rows.
   *
   * @param rows rows of a block
   */
  static TestBlocks of(List<Fold> folds, int[] runOfRow, int rows) {
    return new TestBlocks(folds.stream().map(fold -> cut(fold.test(), runOfRow, rows)).toList());
  }

  private static int[] cut(int[] test, int[] runOfRow, int rows) {
    IntStream.Builder starts = IntStream.builder();
    for (int start = 0, end; start < test.length; start = end) {
      end = start;
      while (end < test.length && runOfRow[test[end]] == runOfRow[test[start]]) {
        end++;
      }
      int blocks = Math.max(1, (end - start + rows / 2) / rows);
      for (int b = 0; b < blocks; b++) {
        starts.add(start + b * rows);
      }
    }
    return starts.add(test.length).build().toArray();
  }

  /** Number of blocks of all folds. */
  int count() {
    return starts.stream().mapToInt(fold -> fold.length - 1).sum();
  }

  /** Of all folds' blocks the number of a fold's first. */
  int first(int fold) {
    return starts.subList(0, fold).stream().mapToInt(before -> before.length - 1).sum();
  }
}
