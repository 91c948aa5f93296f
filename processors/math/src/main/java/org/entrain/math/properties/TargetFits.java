package org.entrain.math.properties;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.entrain.math.FoldScheme;
import org.entrain.math.Folds;
import org.entrain.math.InnerFold;
import org.jspecify.annotations.Nullable;

/**
 * All fits of one target: of every outer fold its inner folds, which choose C, and then the whole,
 * up to the chosen C.
 */
final class TargetFits implements AutoCloseable {

  private final Labels labels;
  private final ProbeSettings settings;
  private final List<Part> inner = new ArrayList<>();
  private final List<Part> outer = new ArrayList<>();
  private final int[] chosen;
  private @Nullable String fault;

  TargetFits(Labels labels, List<Offsets> removed, double[] squares, ProbeSettings settings) {
    this.labels = labels;
    this.settings = settings;
    chosen = new int[settings.folds()];
    int[] all = IntStream.range(0, labels.words()).toArray();
    List<InnerFold> folds = split(all, settings.folds());
    if (removed.size() > 1 && removed.size() != folds.size()) {
      throw new IllegalArgumentException(
          "removals of %s and folds differ: %d != %d"
              .formatted(labels.property(), removed.size(), folds.size()));
    }
    for (int f = 0; f < folds.size(); f++) {
      InnerFold whole = folds.get(f);
      @Nullable Offsets offsets =
          removed.isEmpty() ? null : removed.get(removed.size() == 1 ? 0 : f);
      int[] train = without(all, whole.held());
      for (InnerFold fold : split(train, settings.innerFolds())) {
        int[] held = IntStream.of(fold.held()).map(position -> train[position]).toArray();
        add(inner, without(train, held), held, offsets, squares);
      }
      add(outer, train, whole.held(), offsets, squares);
    }
  }

  private static List<InnerFold> split(int[] rows, int folds) {
    int[] positions = IntStream.range(0, rows.length).toArray();
    return Folds.inner(FoldScheme.contiguous(folds), 0, positions, new int[rows.length]);
  }

  private static int[] without(int[] rows, int[] some) {
    return IntStream.of(rows).filter(row -> Arrays.binarySearch(some, row) < 0).toArray();
  }

  private void add(
      List<Part> parts, int[] train, int[] held, @Nullable Offsets offsets, double[] squares) {
    int[] counts = new int[labels.classes().size()];
    for (int row : train) {
      counts[labels.classOf()[row]]++;
    }
    int[] column = new int[counts.length];
    int classes = 0;
    for (int c = 0; c < counts.length; c++) {
      column[c] = counts[c] > 0 ? classes++ : -1;
    }
    if (classes < 2) {
      fault =
          "property %s is constant on the %d training words of a fold"
              .formatted(labels.property(), train.length);
      return;
    }
    int[] columnOf = IntStream.of(labels.classOf()).map(c -> column[c]).toArray();
    LogisticFit fit = new LogisticFit(columnOf, classes, marks(train), offsets, squares);
    parts.add(new Part(fit, marks(held), held.length));
  }

  private boolean[] marks(int[] rows) {
    boolean[] marks = new boolean[labels.words()];
    for (int row : rows) {
      marks[row] = true;
    }
    return marks;
  }

  /** Gives up what is not finished. */
  @Override
  public void close() {
    inner.forEach(part -> part.fit.forget());
    outer.forEach(part -> part.fit.forget());
  }

  /** Columns of weights of all inner folds. */
  int innerColumns() {
    return columns(inner);
  }

  /** Columns of weights of all outer folds. */
  int outerColumns() {
    return columns(outer);
  }

  private static int columns(List<Part> parts) {
    return parts.stream().mapToInt(part -> part.fit.columns()).sum();
  }

  /** Fits of the inner folds, to be made with a value of C; none if the target has failed. */
  List<Part> beginInner(int strength) {
    return begin(inner, strength);
  }

  /** Fits of the outer folds that have not chosen a smaller C. */
  List<Part> beginOuter(int strength) {
    List<Part> due = new ArrayList<>();
    for (int f = 0; f < outer.size() && fault == null; f++) {
      if (strength <= chosen[f]) {
        due.add(outer.get(f));
      }
    }
    return begin(due, strength);
  }

  private List<Part> begin(List<Part> parts, int strength) {
    if (fault != null) {
      return List.of();
    }
    parts.forEach(part -> part.fit.begin(settings.strengths().get(strength)));
    return parts;
  }

  /** Keeps the scores of a value of C. */
  void end(List<Part> parts, int strength) {
    for (Part part : parts) {
      if (part.fault != null) {
        fault = "the probe of %s does not converge: %s".formatted(labels.property(), part.fault);
      }
      part.correct[strength] = part.fit.correct();
    }
  }

  /** Chooses C by the inner folds. */
  void choose() {
    for (int f = 0; f < chosen.length && fault == null; f++) {
      int first = f * settings.innerFolds();
      List<Part> folds = inner.subList(first, first + settings.innerFolds());
      int best = 0;
      for (int c = 1; c < settings.strengths().size(); c++) {
        best = accuracy(folds, c) > accuracy(folds, best) + 1e-12 ? c : best;
      }
      chosen[f] = best;
    }
  }

  ProbeResult result() {
    if (fault != null) {
      return new ProbeResult(null, fault);
    }
    double[] strengths = new double[chosen.length];
    int correct = 0;
    for (int f = 0; f < chosen.length; f++) {
      strengths[f] = settings.strengths().get(chosen[f]);
      correct += outer.get(f).correct[chosen[f]];
    }
    return new ProbeResult(new Probe(correct, labels.words(), strengths), null);
  }

  private static double accuracy(List<Part> parts, int strength) {
    return parts.stream()
        .mapToDouble(p -> p.correct[strength] / (double) p.size)
        .average()
        .orElse(0);
  }

  /** A fit, the words it is scored on, and its scores by C. */
  final class Part {

    private final LogisticFit fit;
    private final boolean[] held;
    private final int size;
    private final int[] correct = new int[settings.strengths().size()];
    private @Nullable String fault;

    Part(LogisticFit fit, boolean[] held, int size) {
      this.fit = fit;
      this.held = held;
      this.size = size;
    }

    LogisticFit fit() {
      return fit;
    }

    boolean[] held() {
      return held;
    }

    boolean done() {
      return fit.done() || fault != null;
    }

    void advance(FitSums[] sums, DMatrixRMaj slopes, int column) {
      try {
        fit.advance(sums, slopes, column);
      } catch (NotConverged e) {
        fault = e.getMessage();
      }
    }
  }
}
