package org.entrain.encoding;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.entrain.common.ContentHash;
import org.entrain.math.Lags;
import org.entrain.math.RowSource;
import org.entrain.math.WordDesign;
import org.entrain.math.properties.Coding;
import org.entrain.math.properties.Erasure;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Removal;

/**
 * A property to be taken out of a layer's features.
 *
 * <p>Removal is linear: a TR's mean of W − T θ − b is its mean of W, less the mean of what its
 * words' folds and classes are predicted to be; and a projection of means is the mean of
 * projections. So the rows of features serve as they are, and words need not be aggregated again.
 */
final class RemovedProperty {

  private final String identity;
  private final int[] classOfWord;
  private final int classes;
  private final int hidden;

  /** T θ + b of every class, by fit. */
  private final List<double[]> vectors;

  /** Of rank 0 where nothing is projected. */
  private final Erasure.ByProjection projection;

  private RemovedProperty(
      String identity,
      int[] classOfWord,
      int classes,
      int hidden,
      List<double[]> vectors,
      Erasure.ByProjection projection) {
    this.identity = identity;
    this.classOfWord = classOfWord;
    this.classes = classes;
    this.hidden = hidden;
    this.vectors = vectors;
    this.projection = projection;
  }

  /**
   * Reads a removal.
   *
   * @throws IllegalArgumentException if its parts contradict each other
   */
  static RemovedProperty of(Removal removal) {
    if (removal.getProperty().equals(UnitLayer.INITIAL)) {
      throw new IllegalArgumentException("a removal cannot be called " + UnitLayer.INITIAL);
    }
    double[] mean = Vectors.doubles(removal.getMean());
    double[] left = Vectors.doubles(removal.getLeft());
    double[] right = Vectors.doubles(removal.getRight());
    double[] theta = Vectors.doubles(removal.getTheta());
    double[] intercept = Vectors.doubles(removal.getIntercept());
    int classes = removal.getClasses().size();
    int[] classOfWord = Vectors.ints(removal.getWordClasses());
    Coding coding = Coding.named(removal.getCoding());
    int columns = coding.codes(removal.getClasses()).numCols;
    boolean projects = mean.length > 0;
    int rank = projects ? left.length / mean.length : 0;
    int fits = Math.max(0, removal.getFits());
    int width = projects ? mean.length : intercept.length / Math.max(1, fits);
    if (theta.length != fits * columns * width
        || intercept.length != fits * width
        || projects == fits > 0
        || left.length != right.length
        || left.length != rank * mean.length
        || Arrays.stream(classOfWord).anyMatch(c -> c < 0 || c >= classes)) {
      throw new IllegalArgumentException(
          "removal of %s: %d values of theta, %d of the intercept, %d of a projection, %d classes"
              .formatted(
                  removal.getProperty(), theta.length, intercept.length, left.length, classes));
    }
    List<double[]> vectors = new ArrayList<>();
    for (int f = 0; f < fits; f++) {
      double[] ofFit = Arrays.copyOfRange(theta, f * columns * width, (f + 1) * columns * width);
      vectors.add(
          new org.entrain.math.properties.Removal(
                  coding,
                  new DMatrixRMaj(columns, width, true, ofFit),
                  Arrays.copyOfRange(intercept, f * width, (f + 1) * width),
                  removal.getLambda(),
                  new double[0])
              .predictions(removal.getClasses())
              .data);
    }
    if (projects) {
      vectors.add(new double[classes * width]);
    }
    Erasure.ByProjection projection =
        new Erasure.ByProjection(
            mean,
            new DMatrixRMaj(mean.length, rank, true, left),
            new DMatrixRMaj(rank, mean.length, true, right));
    return new RemovedProperty(identity(removal), classOfWord, classes, width, vectors, projection);
  }

  private static String identity(Removal removal) {
    ContentHash hash =
        new ContentHash()
            .add(removal.getLabels())
            .add(removal.getCoding())
            .add(bytes(removal.getTheta()))
            .add(bytes(removal.getIntercept()));
    if (!removal.getMethod().equals("ridge")) {
      hash.add(removal.getMethod())
          .add(bytes(removal.getMean()))
          .add(bytes(removal.getLeft()))
          .add(bytes(removal.getRight()));
    }
    return hash.shortHex();
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

  /** Whether every fold has a fit of its own. */
  boolean differsByFold() {
    return vectors.size() > 1;
  }

  private double[] of(int fold) {
    if (differsByFold() && fold >= vectors.size()) {
      throw new IllegalArgumentException(
          "a removal is fitted to %d folds, and fold %d is asked for: expected the same folds"
              .formatted(vectors.size(), fold));
    }
    return vectors.get(differsByFold() ? fold : 0);
  }

  /**
   * Words without the property.
   *
   * @param words representations of the last words of the stimulus, words × H; modified
   * @param first index of the first of them
   * @param fold index of the fold of the encoding model
   */
  void remove(FMatrixRMaj words, int first, int fold) {
    check("hidden size", words.numCols, hidden);
    check("words", first + words.numRows, classOfWord.length);
    double[] predicted = of(fold);
    for (int i = 0; i < words.numRows; i++) {
      int from = classOfWord[first + i] * hidden;
      for (int h = 0; h < hidden; h++) {
        words.data[i * hidden + h] -= (float) predicted[from + h];
      }
      projection.apply(words.data, i * hidden, 1);
    }
  }

  /**
   * Rows of features without the property, by fold of the encoding model.
   *
   * @param rows lagged features of the kept TRs
   */
  IntFunction<RowSource> rows(RowSource rows, Plan plan) {
    check("words", plan.getWords(), classOfWord.length);
    check("features", rows.columns(), plan.getLags().size() * hidden);
    FMatrixRMaj shares = lagged(plan);
    return fold -> without(rows, shares, of(fold));
  }

  private RowSource without(RowSource rows, FMatrixRMaj shares, double[] predicted) {
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
          takeOut(predicted, shares, first + i, target, i * columns());
        }
      }
    };
  }

  /** Shares of the classes in each TR's words, lagged: kept rows × (lags · classes). */
  private FMatrixRMaj lagged(Plan plan) {
    FMatrixRMaj words = new FMatrixRMaj(classOfWord.length, classes);
    for (int w = 0; w < classOfWord.length; w++) {
      words.data[w * classes + classOfWord[w]] = 1;
    }
    FMatrixRMaj trs = WordDesign.trMeans(words, Baseline.trOfWord(plan), Baseline.trs(plan));
    FMatrixRMaj lagged = new Lags(plan.getLags()).apply(trs, Vectors.ints(plan.getTrRuns()));
    return Baseline.rows(lagged, Vectors.ints(plan.getKeptTrs()));
  }

  private void takeOut(double[] ofClasses, FMatrixRMaj shares, int row, float[] target, int at) {
    double[] predicted = new double[hidden];
    for (int lag = 0; lag < shares.numCols / classes; lag++) {
      double present = 0;
      Arrays.fill(predicted, 0);
      for (int c = 0; c < classes; c++) {
        double share = shares.data[row * shares.numCols + lag * classes + c];
        present += share;
        for (int h = 0; h < hidden && share > 0; h++) {
          predicted[h] += share * ofClasses[c * hidden + h];
        }
      }
      for (int h = 0; h < hidden; h++) {
        target[at + lag * hidden + h] -= (float) predicted[h];
      }
      projection.apply(target, at + lag * hidden, present);
    }
  }

  private static void check(String what, int found, int expected) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "%s of features and removal differ: %d != %d".formatted(what, found, expected));
    }
  }
}
