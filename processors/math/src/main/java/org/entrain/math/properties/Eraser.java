package org.entrain.math.properties;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.entrain.math.LinearAlgebra;
import org.jspecify.annotations.Nullable;

/** Takes properties out of the representations of one layer. Not thread-safe. */
public final class Eraser {

  private final LinearAlgebra algebra;
  private final RemovalMethod method;
  private final Coding coding;
  private final int folds;
  private final double[] lambdas;
  private final FMatrixRMaj words;
  private final List<int[]> training;
  private @Nullable Moments moments;
  private @Nullable Leace leace;

  /**
   * @param coding columns that representations are regressed on; projections take a column per
   *     class
   * @param folds contiguous folds of words that choose the penalty
   * @param lambdas penalties, ascending, above 0
   * @param words words × H
   * @param training training words of every fold of the encoding models, for cross-fitting
   */
  public Eraser(
      LinearAlgebra algebra,
      RemovalMethod method,
      Coding coding,
      int folds,
      double[] lambdas,
      FMatrixRMaj words,
      List<int[]> training) {
    this.algebra = algebra;
    this.method = method;
    this.coding = coding;
    this.folds = folds;
    this.lambdas = lambdas.clone();
    this.words = words;
    this.training = List.copyOf(training);
  }

  /**
   * Takes out a property.
   *
   * @throws IllegalArgumentException if words differ in number
   */
  public Erasure fit(Labels labels) {
    return switch (method) {
      case RIDGE -> ridge(labels);
      case CROSS_FITTED -> crossFitted(labels);
      case LEACE -> leace().erase(labels);
      case INLP -> Inlp.of(algebra, moments(), labels);
    };
  }

  private Leace leace() {
    if (leace == null) {
      leace = new Leace(algebra, moments());
    }
    return leace;
  }

  private Moments moments() {
    if (moments == null) {
      moments = Moments.of(algebra, words);
    }
    return moments;
  }

  /**
   * What a probe does without: by the words that it is trained on where removal is cross-fitted, so
   * that it cannot read their own part in what was taken from the others; of all words otherwise.
   *
   * @param erasure of the same labels
   * @param probeFolds contiguous folds of the probe
   */
  public ProbeTarget probed(Erasure.ByLabels erasure, Labels labels, int probeFolds) {
    if (method != RemovalMethod.CROSS_FITTED) {
      return new ProbeTarget(labels, List.of(Offsets.of(erasure.fits().get(0), labels)));
    }
    int[] foldOf = RemovalFit.foldOf(words.numRows, probeFolds);
    List<Offsets> offsets = new ArrayList<>();
    for (int f = 0; f < probeFolds; f++) {
      int fold = f;
      int[] others =
          IntStream.range(0, foldOf.length).filter(word -> foldOf[word] != fold).toArray();
      offsets.add(Offsets.of(fitOf(others, labels), labels));
    }
    return new ProbeTarget(labels, offsets);
  }

  private Erasure ridge(Labels labels) {
    return new Erasure.ByLabels(
        List.of(new RemovalFit(words.numRows, folds, lambdas, coding).fit(words, labels)));
  }

  private Erasure crossFitted(Labels labels) {
    return new Erasure.ByLabels(training.stream().map(some -> fitOf(some, labels)).toList());
  }

  private Removal fitOf(int[] some, Labels labels) {
    return new RemovalFit(some.length, folds, lambdas, coding).fit(rows(some), labels.of(some));
  }

  private FMatrixRMaj rows(int[] some) {
    int width = words.numCols;
    FMatrixRMaj rows = new FMatrixRMaj(some.length, width);
    for (int i = 0; i < some.length; i++) {
      System.arraycopy(words.data, some[i] * width, rows.data, i * width, width);
    }
    return rows;
  }
}
