package org.entrain.encoding;

import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.entrain.gathering.RandomNormals;
import org.entrain.math.Design;
import org.entrain.math.Lags;
import org.entrain.math.Standardize;
import org.entrain.math.WordDesign;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.SourceKind;

/**
 * Features that need no model: the number of words of a TR, or the mean of {@link RandomNormals} of
 * its words. They follow from the plan alone, so no row of them is ever published, and they are the
 * same whatever else is fitted, PCA included.
 */
final class Baseline {

  private static final int NO_TR = -1;

  private Baseline() {}

  static boolean is(Plan plan) {
    return plan.getKind() == SourceKind.WORD_RATE || plan.getKind() == SourceKind.RANDOM;
  }

  /**
   * Lagged features of the kept TRs: rows × (lags · H), with H = 1 for the word rate.
   *
   * @param zScorePerRun whether kept rows are standardised within each run
   */
  static Design design(Plan plan, boolean zScorePerRun) {
    if (plan.getKind() == SourceKind.WORD_RATE) {
      return wordRate(plan, zScorePerRun);
    }
    FMatrixRMaj trs = WordDesign.trMeans(RandomNormals.of(plan), trOfWord(plan), trs(plan));
    return lagged(trs, plan, zScorePerRun);
  }

  /** Lagged word rate of the kept TRs, whatever the plan's kind: rows × lags. */
  static Design wordRate(Plan plan, boolean zScorePerRun) {
    return lagged(counts(trOfWord(plan), trs(plan)), plan, zScorePerRun);
  }

  /** TR of every word, none for skipped ones. */
  static int[] trOfWord(Plan plan) {
    int[] trOfWord = Vectors.ints(plan.getWordTrs());
    IntStream.range(0, plan.getSkippedWords()).forEach(word -> trOfWord[word] = NO_TR);
    return trOfWord;
  }

  static int trs(Plan plan) {
    return plan.getTrRuns().remaining() / Integer.BYTES;
  }

  private static Design lagged(FMatrixRMaj trs, Plan plan, boolean zScorePerRun) {
    FMatrixRMaj lagged = new Lags(plan.getLags()).apply(trs, Vectors.ints(plan.getTrRuns()));
    FMatrixRMaj kept = rows(lagged, Vectors.ints(plan.getKeptTrs()));
    return Design.ofBaseline(zScorePerRun ? Standardize.perRun(kept, Rows.runs(plan)) : kept);
  }

  private static FMatrixRMaj counts(int[] trOfWord, int trs) {
    FMatrixRMaj counts = new FMatrixRMaj(trs, 1);
    IntStream.of(trOfWord).filter(tr -> tr != NO_TR).forEach(tr -> counts.data[tr]++);
    return counts;
  }

  /** Some rows of a matrix. */
  static FMatrixRMaj rows(FMatrixRMaj all, int[] rows) {
    FMatrixRMaj some = new FMatrixRMaj(rows.length, all.numCols);
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(all.data, rows[i] * all.numCols, some.data, i * all.numCols, all.numCols);
    }
    return some;
  }
}
