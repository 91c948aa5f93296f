package org.entrain.encoding;

import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.entrain.math.Design;
import org.entrain.math.Lags;
import org.entrain.math.Standardize;
import org.entrain.math.WordDesign;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.SourceKind;

/**
 * Features that need no model: the number of words of a TR, or the mean of independent standard
 * normal vectors, one per word, seeded by unit and word. They follow from the plan alone, so no row
 * of them is ever published, and they are the same whatever else is fitted, PCA included.
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
    int[] trOfWord = trOfWord(plan);
    FMatrixRMaj normals = normals(plan, trOfWord.length);
    return lagged(WordDesign.trMeans(normals, trOfWord, trs(plan)), plan, zScorePerRun);
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

  /** Words × H. Random's sequence is part of the Java specification: the same on every machine. */
  private static FMatrixRMaj normals(Plan plan, int words) {
    int width = plan.getHiddenSize();
    FMatrixRMaj normals = new FMatrixRMaj(words, width);
    for (int word = 0; word < words; word++) {
      Random random = new Random(Long.parseUnsignedLong(plan.getUnit(), 16) * 31 + word);
      for (int i = 0; i < width; i++) {
        normals.data[word * width + i] = (float) random.nextGaussian();
      }
    }
    return normals;
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
