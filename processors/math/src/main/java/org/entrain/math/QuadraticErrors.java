package org.entrain.math;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * Weighted sums of squared held-out residuals as quadratic forms. With E_λ the operator of all held
 * rows ({@link HeldOut}) and W their weights, Σ w e² = yᵀ M_λ y with M_λ = E_λᵀ W E_λ. M is
 * symmetric, so half of it serves ({@link PackedForms}). W itself is part of every M_λ and is left
 * out of the products. The rest is nearly dependent over penalties ({@link Basis}), so about 10
 * half products replace 17 whole ones: a quarter of the arithmetic.
 *
 * <p>The last forms of the basis, whose parts in the errors are a few millionths, are computed only
 * for voxels of which they might change the choice: |yᵀ R y| ≤ ‖R‖ ‖y‖² for whatever they hold, R.
 */
final class QuadraticErrors implements InnerErrors {

  /** Share of the largest singular value below which a form is computed where it may matter. */
  private static final double LAST = 2e-5;

  private final double[] weights;
  private final double[][] shares;
  private final double[] parts;
  private final PackedForms forms;
  private final PackedForms last;

  /**
   * @param weights of the rows, n
   * @param shares penalties × forms, those that come last included
   * @param parts bound of what the last forms add to each penalty's error, per ‖y‖²
   */
  private QuadraticErrors(
      double[] weights, double[][] shares, double[] parts, PackedForms forms, PackedForms last) {
    this.weights = weights;
    this.shares = shares;
    this.parts = parts;
    this.forms = forms;
    this.last = last;
  }

  /** Prepares the forms of some penalties. */
  static QuadraticErrors of(InnerDesign design, int threads, double[] lambdas) {
    try (Making making = new Making(design, lambdas)) {
      Parallel.run(threads, lambdas.length, making::make);
      return making.finish(threads);
    }
  }

  /** Forms in the making, each penalty's by any thread. */
  static final class Making implements AutoCloseable {

    private final InnerDesign design;
    private final double[] lambdas;
    private final float[][] forms;
    private final ConcurrentLinkedQueue<FormWork> free = new ConcurrentLinkedQueue<>();

    Making(InnerDesign design, double[] lambdas) {
      this.design = design;
      this.lambdas = lambdas;
      forms = new float[lambdas.length][];
    }

    /** Makes the form of a penalty. */
    void make(int l) {
      FormWork work = free.poll();
      work = work == null ? FormWork.of(design) : work;
      try {
        forms[l] = work.form(lambdas[l]);
      } finally {
        free.add(work);
      }
    }

    /** What all forms make. */
    QuadraticErrors finish(int threads) {
      Basis basis = Basis.of(design.algebra(), threads, forms, Basis.TOLERANCE);
      int first = basis.rank(design.compared() ? 0 : LAST);
      PackedForms early = packed(basis, 0, first);
      try {
        PackedForms last = packed(basis, first, basis.rank());
        return new QuadraticErrors(
            design.weights(), basis.weights(), basis.parts(first), early, last);
      } catch (RuntimeException | Error e) {
        early.close();
        throw e;
      }
    }

    private PackedForms packed(Basis basis, int from, int to) {
      List<float[]> vectors = Arrays.asList(basis.vectors()).subList(from, to);
      return PackedForms.of(design.algebra(), vectors, design.rows());
    }

    @Override
    public void close() {
      free.forEach(FormWork::close);
    }
  }

  /** How much too small an error may be, per ‖y‖², of which the last forms are not computed. */
  double uncertainty() {
    return Arrays.stream(parts).max().orElse(0);
  }

  @Override
  public void of(Panel y, double[] error, double[] total) {
    int width = y.width();
    Columns.weightedSquares(y, weights, total);
    for (int l = 0; l < shares.length; l++) {
      System.arraycopy(total, 0, error, l * width, width);
    }
    add(forms.of(y), 0, error, width);
    if (last.rank() > 0) {
      int[] near = near(y, error);
      if (near.length > 0) {
        refine(y, near, error);
      }
    }
  }

  /** Adds shares of forms from {@code first} on, forms × width, to the errors. */
  private void add(double[] sums, int first, double[] error, int width) {
    for (int l = 0; l < shares.length; l++) {
      for (int j = 0; j < sums.length / width; j++) {
        Columns.addScaled(shares[l][first + j], sums, j * width, error, l * width, width);
      }
    }
  }

  /** Voxels of which another penalty may be the best once the last forms are added. */
  private int[] near(Panel y, double[] error) {
    int width = y.width();
    double[] squares = y.squares();
    return IntStream.range(0, width)
        .filter(v -> squares[v] > 0 && near(error, width, v, squares[v]))
        .toArray();
  }

  private boolean near(double[] error, int width, int v, double squares) {
    int best = 0;
    for (int l = 1; l < shares.length; l++) {
      best = error[l * width + v] < error[best * width + v] ? l : best;
    }
    double highest = error[best * width + v] + parts[best] * squares;
    for (int l = 0; l < shares.length; l++) {
      if (l != best && error[l * width + v] - parts[l] * squares <= highest) {
        return true;
      }
    }
    return false;
  }

  private void refine(Panel y, int[] near, double[] error) {
    int width = y.width();
    try (Panel some = y.columns(near)) {
      double[] added = new double[shares.length * some.width()];
      add(last.of(some), forms.rank(), added, some.width());
      for (int l = 0; l < shares.length; l++) {
        for (int c = 0; c < near.length; c++) {
          error[l * width + near[c]] += added[l * some.width() + c];
        }
      }
    }
  }

  @Override
  public void close() {
    forms.close();
    last.close();
  }
}
