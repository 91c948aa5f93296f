package org.entrain.encoding;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.entrain.common.ContentHash;
import org.entrain.math.Lags;
import org.entrain.math.RowSource;
import org.entrain.math.WordDesign;
import org.entrain.math.properties.Coding;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Removal;

/**
 * A property to be taken out of a layer's features.
 *
 * <p>Removal is linear: a TR's mean of W − T θ − b is its mean of W, less its mean of T times θ,
 * less b where it has words. So the rows of features serve as they are, and words need not be
 * aggregated again.
 */
final class RemovedProperty {

  private final String identity;
  private final int[] classOfWord;
  private final DMatrixRMaj codes;
  private final double[] theta;
  private final double[] intercept;

  private RemovedProperty(
      String identity, int[] classOfWord, DMatrixRMaj codes, double[] theta, double[] intercept) {
    this.identity = identity;
    this.classOfWord = classOfWord;
    this.codes = codes;
    this.theta = theta;
    this.intercept = intercept;
  }

  /**
   * Reads a removal.
   *
   * @throws IllegalArgumentException if its parts contradict each other
   */
  static RemovedProperty of(Removal removal) {
    int classes = removal.getClasses().size();
    DMatrixRMaj codes = Coding.named(removal.getCoding()).codes(classes);
    double[] theta = Vectors.doubles(removal.getTheta());
    double[] intercept = Vectors.doubles(removal.getIntercept());
    int[] classOfWord = Vectors.ints(removal.getWordClasses());
    if (removal.getProperty().equals(UnitLayer.INITIAL)) {
      throw new IllegalArgumentException("a removal cannot be called " + UnitLayer.INITIAL);
    }
    if (theta.length != codes.numCols * intercept.length
        || Arrays.stream(classOfWord).anyMatch(c -> c < 0 || c >= classes)) {
      throw new IllegalArgumentException(
          "removal of %s: %d values of theta, %d of the intercept, %d classes"
              .formatted(removal.getProperty(), theta.length, intercept.length, classes));
    }
    String identity =
        new ContentHash()
            .add(removal.getLabels())
            .add(removal.getCoding())
            .add(bytes(removal.getTheta()))
            .add(bytes(removal.getIntercept()))
            .shortHex();
    return new RemovedProperty(identity, classOfWord, codes, theta, intercept);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  /** Hash of all that it takes away. */
  String identity() {
    return identity;
  }

  /**
   * Words without the property.
   *
   * @param words representations of the last words of the stimulus, words × H; modified
   * @param first index of the first of them
   */
  void remove(FMatrixRMaj words, int first) {
    check("hidden size", words.numCols, intercept.length);
    check("words", first + words.numRows, classOfWord.length);
    for (int i = 0; i < words.numRows; i++) {
      int c = classOfWord[first + i];
      for (int h = 0; h < words.numCols; h++) {
        double predicted = intercept[h];
        for (int j = 0; j < codes.numCols; j++) {
          predicted += codes.get(c, j) * theta[j * intercept.length + h];
        }
        words.data[i * words.numCols + h] -= (float) predicted;
      }
    }
  }

  /**
   * Rows of features without the property.
   *
   * @param rows lagged features of the kept TRs
   */
  RowSource rows(RowSource rows, Plan plan) {
    check("words", plan.getWords(), classOfWord.length);
    check("features", rows.columns(), plan.getLags().size() * intercept.length);
    FMatrixRMaj labels = lagged(plan);
    return new RowSource() {
      @Override
      public int rows() {
        return rows.rows();
      }

      @Override
      public int columns() {
        return rows.columns();
      }

      @Override
      public void read(int first, int count, float[] target) {
        rows.read(first, count, target);
        for (int i = 0; i < count; i++) {
          subtract(labels, first + i, target, i * columns());
        }
      }
    };
  }

  /** TR means of the code columns and of a constant, lagged: kept rows × (lags · (columns + 1)). */
  private FMatrixRMaj lagged(Plan plan) {
    int width = codes.numCols + 1;
    FMatrixRMaj words = new FMatrixRMaj(classOfWord.length, width);
    for (int w = 0; w < classOfWord.length; w++) {
      for (int j = 0; j < codes.numCols; j++) {
        words.data[w * width + j] = (float) codes.get(classOfWord[w], j);
      }
      words.data[w * width + codes.numCols] = 1;
    }
    FMatrixRMaj trs = WordDesign.trMeans(words, Baseline.trOfWord(plan), Baseline.trs(plan));
    FMatrixRMaj lagged = new Lags(plan.getLags()).apply(trs, Vectors.ints(plan.getTrRuns()));
    return Baseline.rows(lagged, Vectors.ints(plan.getKeptTrs()));
  }

  private void subtract(FMatrixRMaj labels, int row, float[] target, int at) {
    int hidden = intercept.length;
    int width = codes.numCols + 1;
    for (int lag = 0; lag < labels.numCols / width; lag++) {
      int from = row * labels.numCols + lag * width;
      for (int h = 0; h < hidden; h++) {
        double predicted = labels.data[from + codes.numCols] * intercept[h];
        for (int j = 0; j < codes.numCols; j++) {
          predicted += labels.data[from + j] * theta[j * hidden + h];
        }
        target[at + lag * hidden + h] -= (float) predicted;
      }
    }
  }

  private static void check(String what, int found, int expected) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "%s of features and removal differ: %d != %d".formatted(what, found, expected));
    }
  }
}
