package org.entrain.math.properties;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.entrain.math.LinearAlgebra;
import org.entrain.math.Parallel;

/**
 * Logistic probes of many properties on the same representations: accuracy over contiguous folds, C
 * chosen by folds of the training words (the largest mean accuracy, the smallest C on ties).
 *
 * <p>Fits run side by side, of every property, before and after removal: of all inner folds, and
 * then of the outer ones, up to the C that theirs have chosen. At each step one product of the
 * words with some hundred columns of trial weights serves as many fits, and C ascends from each
 * optimum to the next. Representations without a property differ from those with it by one vector
 * per class, so they need no product of their own.
 */
public final class Probes {

  /** Most columns of weights in one product. */
  private static final int COLUMNS = 320;

  /** Numbers in all factored Hessians that are alive: 192 MB. */
  private static final double HESSIANS = 48e6;

  private final LinearAlgebra algebra;
  private final int threads;
  private final ProbeSettings settings;

  public Probes(LinearAlgebra algebra, int threads, ProbeSettings settings) {
    this.algebra = algebra;
    this.threads = threads;
    this.settings = settings;
  }

  /**
   * Fits and scores.
   *
   * @param words words × H
   * @return in the order of the targets
   */
  public List<ProbeResult> fit(FMatrixRMaj words, List<ProbeTarget> targets) {
    if (targets.isEmpty()) {
      return List.of();
    }
    try (PrincipalAxes axes = PrincipalAxes.of(algebra, threads, words)) {
      List<TargetFits> all = targets.stream().map(target -> fits(axes, target)).toList();
      try {
        climb(axes, all, TargetFits::innerColumns, TargetFits::beginInner);
        all.forEach(TargetFits::choose);
        climb(axes, all, TargetFits::outerColumns, TargetFits::beginOuter);
        return all.stream().map(TargetFits::result).toList();
      } finally {
        all.forEach(TargetFits::close);
      }
    }
  }

  private TargetFits fits(PrincipalAxes axes, ProbeTarget target) {
    List<Offsets> turned =
        target.removed().stream()
            .map(own -> new Offsets(own.groupOf(), axes.turned(algebra, own.vectors())))
            .toList();
    return new TargetFits(target.labels(), turned, axes.squares(), settings);
  }

  /** Which fits of a target are made with a value of C. */
  private interface Due {

    List<TargetFits.Part> of(TargetFits target, int strength);
  }

  /** Makes fits of all targets, so many at a time as one product may have columns. */
  private void climb(
      PrincipalAxes axes, List<TargetFits> all, ToIntFunction<TargetFits> columns, Due due) {
    int from = 0;
    while (from < all.size()) {
      int to = from;
      int sum = 0;
      while (to < all.size() && (to == from || sum + columns.applyAsInt(all.get(to)) <= COLUMNS)) {
        sum += columns.applyAsInt(all.get(to++));
      }
      climb(axes, all.subList(from, to), due);
      from = to;
    }
  }

  private void climb(PrincipalAxes axes, List<TargetFits> targets, Due due) {
    for (int c = 0; c < settings.strengths().size(); c++) {
      List<List<TargetFits.Part>> all = new ArrayList<>();
      List<TargetFits.Part> active = new ArrayList<>();
      for (TargetFits target : targets) {
        List<TargetFits.Part> parts = due.of(target, c);
        all.add(parts);
        active.addAll(parts);
      }
      while (!active.isEmpty()) {
        evaluate(axes, ready(axes, active));
        active.removeIf(TargetFits.Part::done);
      }
      for (int i = 0; i < all.size(); i++) {
        targets.get(i).end(all.get(i), c);
      }
    }
  }

  /** Fits that can be evaluated: those that ask for their Hessian get it, or wait for room. */
  private List<TargetFits.Part> ready(PrincipalAxes axes, List<TargetFits.Part> active) {
    List<TargetFits.Part> asking = new ArrayList<>();
    List<TargetFits.Part> ready = new ArrayList<>();
    double alive = 0;
    for (TargetFits.Part part : active) {
      (part.fit().wantsDense() ? asking : ready).add(part);
      alive += part.fit().isDense() ? size(axes, part) : 0;
    }
    List<TargetFits.Part> served = new ArrayList<>();
    for (TargetFits.Part part : asking) {
      double more = part.fit().isDense() ? 0 : size(axes, part);
      if (alive == 0 || alive + more <= HESSIANS) {
        alive += more;
        served.add(part);
      }
    }
    boolean many = served.size() >= threads;
    Parallel.run(
        many ? threads : 1,
        served.size(),
        i -> {
          LogisticFit fit = served.get(i).fit();
          fit.forget(); // before the next is made: two of one fit are more than is counted
          fit.take(DenseCurvature.of(algebra, many ? 1 : threads, axes, fit));
        });
    served.removeIf(TargetFits.Part::done);
    ready.addAll(served);
    return ready;
  }

  private static double size(PrincipalAxes axes, TargetFits.Part part) {
    double unknowns = DenseCurvature.unknowns(part.fit().columns(), axes.width());
    return unknowns * unknowns;
  }

  /** One evaluation and step of some fits. */
  private void evaluate(PrincipalAxes axes, List<TargetFits.Part> active) {
    if (active.isEmpty()) {
      return;
    }
    int[] column = new int[active.size()];
    int columns = 0;
    for (int i = 0; i < column.length; i++) {
      column[i] = columns;
      columns += active.get(i).fit().columns();
    }
    DMatrixRMaj weights = new DMatrixRMaj(axes.width(), columns);
    int stripes = axes.stripes().size();
    FitSums[][] sums = new FitSums[column.length][stripes];
    Parallel.run(
        threads,
        column.length,
        i -> {
          active.get(i).fit().write(weights, column[i]);
          for (int s = 0; s < stripes; s++) {
            sums[i][s] = active.get(i).fit().sums();
          }
        });
    DMatrixRMaj[] slopes = new DMatrixRMaj[stripes];
    int rows = axes.stripes().get(0).numRows;
    Parallel.run(
        threads,
        stripes,
        s -> {
          DMatrixRMaj products = axes.operands().get(s).times(weights);
          for (int i = 0; i < column.length; i++) {
            sums[i][s].add(products, column[i], s * rows, active.get(i).held());
          }
          slopes[s] = axes.operands().get(s).transposedTimes(products);
        });
    DMatrixRMaj slope = slopes[0];
    for (int s = 1; s < stripes; s++) {
      CommonOps_DDRM.addEquals(slope, slopes[s]);
    }
    Parallel.run(threads, column.length, i -> active.get(i).advance(sums[i], slope, column[i]));
  }
}
