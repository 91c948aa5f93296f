package org.entrain.features;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Plan;

/**
 * Which words make a TR and which TRs make a row, derived from a unit's plan.
 *
 * <p>A row is the TR features of its own TR t and those before it, one per lag d: the feature of TR
 * t - d where that lies in t's run, zeros where it lies before the run's start. Lags never cross
 * runs and never look ahead.
 */
final class UnitLayout {

  /** Stands for a TR before the run's start. */
  static final int BEFORE_RUN = -1;

  private final int skippedWords;
  private final int[] wordTrs;
  private final int[] trRuns;
  private final int[] keptTrs;
  private final int[] lags;
  private final int[][] trWords;
  private final int[][] trRows;

  /**
   * Reads a plan.
   *
   * @throws IllegalArgumentException if its parts contradict each other
   */
  UnitLayout(Plan plan) {
    skippedWords = plan.getSkippedWords();
    wordTrs = Vectors.ints(plan.getWordTrs());
    trRuns = Vectors.ints(plan.getTrRuns());
    keptTrs = Vectors.ints(plan.getKeptTrs());
    lags = plan.getLags().stream().mapToInt(Integer::intValue).toArray();
    if (plan.getWords() != wordTrs.length
        || plan.getHiddenSize() < 1
        || Arrays.stream(lags).anyMatch(lag -> lag < 0)) {
      throw new IllegalArgumentException(
          "plan of %d words, TRs of %d, %d values a layer, lags %s"
              .formatted(plan.getWords(), wordTrs.length, plan.getHiddenSize(), plan.getLags()));
    }
    requireTrs("TR of word", wordTrs, -1);
    requireTrs("kept TR", keptTrs, 0);
    trWords = wordsByTr();
    trRows = rowsByTr();
  }

  int words() {
    return wordTrs.length;
  }

  int trs() {
    return trRuns.length;
  }

  int rows() {
    return keptTrs.length;
  }

  int lags() {
    return lags.length;
  }

  /** TR of a word; -1 where it belongs to none or is skipped. */
  int trOfWord(int word) {
    return word < skippedWords ? -1 : wordTrs[word];
  }

  /** Words of a TR that have representations, ascending. */
  int[] wordsOfTr(int tr) {
    return trWords[tr];
  }

  /** Rows that a TR is part of, ascending. */
  int[] rowsOfTr(int tr) {
    return trRows[tr];
  }

  int trOfRow(int row) {
    return keptTrs[row];
  }

  int runOfRow(int row) {
    return trRuns[keptTrs[row]];
  }

  /** TRs a row is made of, one per lag; {@link #BEFORE_RUN} where there is none. */
  int[] trsOfRow(int row) {
    int tr = keptTrs[row];
    return Arrays.stream(lags)
        .map(lag -> tr - lag >= 0 && trRuns[tr - lag] == trRuns[tr] ? tr - lag : BEFORE_RUN)
        .toArray();
  }

  private void requireTrs(String what, int[] values, int least) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] < least || values[i] >= trRuns.length) {
        throw new IllegalArgumentException(
            "%s %d is %d, of %d TRs".formatted(what, i, values[i], trRuns.length));
      }
    }
  }

  private int[][] wordsByTr() {
    List<IntStream.Builder> words = builders(trs());
    for (int word = 0; word < words(); word++) {
      if (trOfWord(word) >= 0) {
        words.get(trOfWord(word)).add(word);
      }
    }
    return arrays(words);
  }

  private int[][] rowsByTr() {
    List<IntStream.Builder> rows = builders(trs());
    for (int row = 0; row < rows(); row++) {
      for (int tr : trsOfRow(row)) {
        if (tr != BEFORE_RUN) {
          rows.get(tr).add(row);
        }
      }
    }
    return arrays(rows);
  }

  private static List<IntStream.Builder> builders(int count) {
    return IntStream.range(0, count).mapToObj(i -> IntStream.builder()).toList();
  }

  private static int[][] arrays(List<IntStream.Builder> builders) {
    return builders.stream().map(builder -> builder.build().toArray()).toArray(int[][]::new);
  }
}
