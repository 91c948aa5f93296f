package org.entrain.math;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Test rows of one outer fold cut into blocks, and the draws of their places. Blocks lie whole
 * within a run, from its first row on; rows beyond the last whole block, and runs of fewer than two
 * whole blocks, stay in place.
 *
 * <p>A pair (i, j) says that the prediction of block i meets the recording of block j of the same
 * run. Pairs are numbered run by run, i slower than j; a permutation is one pair for every i.
 *
 * @param rows test rows, m
 * @param block rows of a block
 * @param predicted first row of block i, per pair
 * @param recorded first row of block j, per pair
 * @param identity pairs of the rows as they are, one per block
 * @param draws pairs of every draw, draws × blocks, row-major
 * @param fixed rows that stay in place
 */
record PermutedRows(
    int rows,
    int block,
    int[] predicted,
    int[] recorded,
    int[] identity,
    int[] draws,
    int[] fixed) {

  /** Blocks that change places. */
  int blocks() {
    return identity.length;
  }

  /** Pairs of blocks of the same run. */
  int pairs() {
    return predicted.length;
  }

  /**
   * Cuts the rows and draws.
   *
   * @param fold number of the fold, for the message
   * @param runOfRow run of every test row; rows of a run stand together
   * @throws IllegalArgumentException if rows of a run are apart, or no run has two whole blocks
   */
  static PermutedRows of(int fold, int[] runOfRow, int block, int draws, SplittableRandom random) {
    List<int[]> runs = runs(fold, runOfRow);
    IntStream.Builder predicted = IntStream.builder();
    IntStream.Builder recorded = IntStream.builder();
    IntStream.Builder fixed = IntStream.builder();
    List<Integer> blocksOfRun = new ArrayList<>();
    for (int[] run : runs) {
      int n = (run[1] - run[0]) / block;
      int moved = n < 2 ? 0 : n;
      for (int i = 0; i < moved; i++) {
        for (int j = 0; j < moved; j++) {
          predicted.add(run[0] + i * block);
          recorded.add(run[0] + j * block);
        }
      }
      IntStream.range(run[0] + moved * block, run[1]).forEach(fixed);
      if (moved > 0) {
        blocksOfRun.add(moved);
      }
    }
    if (blocksOfRun.isEmpty()) {
      int longest = runs.stream().mapToInt(run -> run[1] - run[0]).max().orElse(0);
      throw new IllegalArgumentException(
          "fold %d: its longest run has %d test rows; a permutation needs two blocks of %d"
              .formatted(fold, longest, block));
    }
    int blocks = blocksOfRun.stream().mapToInt(Integer::intValue).sum();
    int[] identity = new int[blocks];
    place(blocksOfRun, identity, 0, null);
    int[] drawn = new int[Math.multiplyExact(draws, blocks)];
    for (int d = 0; d < draws; d++) {
      place(blocksOfRun, drawn, d * blocks, random);
    }
    return new PermutedRows(
        runOfRow.length,
        block,
        predicted.build().toArray(),
        recorded.build().toArray(),
        identity,
        drawn,
        fixed.build().toArray());
  }

  /** First and end row of every run. */
  private static List<int[]> runs(int fold, int[] runOfRow) {
    List<int[]> runs = new ArrayList<>();
    for (int start = 0, end; start < runOfRow.length; start = end) {
      int run = runOfRow[start];
      if (runs.stream().anyMatch(r -> runOfRow[r[0]] == run)) {
        throw new IllegalArgumentException(
            "fold %d: test rows of run %d do not stand together".formatted(fold, run));
      }
      end = start;
      while (end < runOfRow.length && runOfRow[end] == run) {
        end++;
      }
      runs.add(new int[] {start, end});
    }
    return runs;
  }

  /** Writes one permutation of the blocks of every run: uniform, or the identity without random. */
  private static void place(
      List<Integer> blocksOfRun, int[] target, int at, @Nullable SplittableRandom random) {
    int firstPair = 0;
    int next = at;
    for (int n : blocksOfRun) {
      int[] place = IntStream.range(0, n).toArray();
      for (int i = n - 1; random != null && i > 0; i--) {
        int j = random.nextInt(i + 1);
        int kept = place[i];
        place[i] = place[j];
        place[j] = kept;
      }
      for (int i = 0; i < n; i++) {
        target[next++] = firstPair + i * n + place[i];
      }
      firstPair += n * n;
    }
  }
}
