package org.entrain.math;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;

/**
 * Features made from words, optionally through PCA. For each fold: fit the components on the words
 * whose TR is the TR of a training row, project all words, average the words of each TR (0 for a TR
 * without words), add lags within runs, keep the kept rows, z-score them per run if asked.
 */
public final class WordDesign implements Design {

  private final LinearAlgebra algebra;
  private final Function<Fold, FMatrixRMaj> words;
  private final int[] trOfWord;
  private final int[] runOfTr;
  private final int[] keptTrs;
  private final Lags lags;
  private final int components;
  private final boolean zScorePerRun;

  /**
   * @param words representations, words × H, not modified
   * @param trOfWord index of every word's TR among all TRs, −1 for none
   * @param runOfTr run of every TR, trimmed ones included
   * @param keptTrs TRs that have a row, ascending
   * @param components k of the PCA; 0: no PCA
   * @param zScorePerRun whether kept rows are standardised within their run
   */
  public WordDesign(
      LinearAlgebra algebra,
      FMatrixRMaj words,
      int[] trOfWord,
      int[] runOfTr,
      int[] keptTrs,
      Lags lags,
      int components,
      boolean zScorePerRun) {
    this(algebra, fold -> words, trOfWord, runOfTr, keptTrs, lags, components, zScorePerRun);
    Shapes.same("words", words.numRows, trOfWord.length);
  }

  /**
   * The same of representations that may differ from fold to fold.
   *
   * @param words of a fold, words × H, not modified
   */
  public WordDesign(
      LinearAlgebra algebra,
      Function<Fold, FMatrixRMaj> words,
      int[] trOfWord,
      int[] runOfTr,
      int[] keptTrs,
      Lags lags,
      int components,
      boolean zScorePerRun) {
    this.algebra = algebra;
    this.words = words;
    this.trOfWord = trOfWord.clone();
    this.runOfTr = runOfTr.clone();
    this.keptTrs = keptTrs.clone();
    this.lags = lags;
    this.components = components;
    this.zScorePerRun = zScorePerRun;
    within("TR of word", trOfWord, -1);
    within("kept TR", keptTrs, 0);
  }

  @Override
  public int rows() {
    return keptTrs.length;
  }

  /** Run of every kept row. */
  public int[] runOfRow() {
    return IntStream.of(keptTrs).map(t -> runOfTr[t]).toArray();
  }

  @Override
  public RowSource features(Fold fold) {
    return RowSource.of(matrix(fold));
  }

  /** Rows × P. */
  FMatrixRMaj matrix(Fold fold) {
    FMatrixRMaj all = words.apply(fold);
    Shapes.same("words", all.numRows, trOfWord.length);
    FMatrixRMaj used = components == 0 ? all : project(all, fold);
    FMatrixRMaj lagged = lags.apply(trMeans(used, trOfWord, runOfTr.length), runOfTr);
    FMatrixRMaj kept = new FMatrixRMaj(keptTrs.length, lagged.numCols);
    for (int i = 0; i < keptTrs.length; i++) {
      System.arraycopy(
          lagged.data, keptTrs[i] * lagged.numCols, kept.data, i * kept.numCols, kept.numCols);
    }
    return zScorePerRun ? Standardize.perRun(kept, runOfRow()) : kept;
  }

  /**
   * Mean of the words of every TR; 0 for a TR without words.
   *
   * @param words words × H, not modified
   * @param trOfWord TR of every word, −1 for none
   * @return TRs × H
   */
  public static FMatrixRMaj trMeans(FMatrixRMaj words, int[] trOfWord, int trs) {
    int width = words.numCols;
    double[] sums = new double[trs * width];
    int[] counts = new int[trs];
    for (int w = 0; w < words.numRows; w++) {
      int tr = trOfWord[w];
      if (tr < 0) {
        continue;
      }
      counts[tr]++;
      for (int j = 0; j < width; j++) {
        sums[tr * width + j] += words.data[w * width + j];
      }
    }
    FMatrixRMaj means = new FMatrixRMaj(trs, width);
    for (int i = 0; i < sums.length; i++) {
      means.data[i] = (float) (sums[i] / Math.max(1, counts[i / width]));
    }
    return means;
  }

  private FMatrixRMaj project(FMatrixRMaj all, Fold fold) {
    int[] rows = trainingWords(fold, trOfWord, keptTrs);
    return Pca.fit(algebra, all, rows, components).project(all);
  }

  /**
   * Words whose TR is the TR of a training row.
   *
   * @param trOfWord TR of every word, −1 for none
   * @param keptTrs TRs that have a row, ascending
   */
  public static int[] trainingWords(Fold fold, int[] trOfWord, int[] keptTrs) {
    Set<Integer> training = new HashSet<>();
    for (int row : fold.train()) {
      training.add(keptTrs[row]);
    }
    return IntStream.range(0, trOfWord.length)
        .filter(w -> training.contains(trOfWord[w]))
        .toArray();
  }

  private void within(String what, int[] values, int least) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] < least || values[i] >= runOfTr.length) {
        throw new IllegalArgumentException(
            "%s %d is %d, outside %d … %d"
                .formatted(what, i, values[i], least, runOfTr.length - 1));
      }
    }
  }
}
