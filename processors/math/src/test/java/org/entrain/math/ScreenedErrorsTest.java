package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Screening leaves out errors that do not matter, and no other. */
class ScreenedErrorsTest {

  private static final int ROWS = 180;
  private static final int FEATURES = 400;
  private static final int VOXELS = 64;
  private static final double[] LAMBDAS =
      PenaltyChoice.powersOfTen(-6, 10).stream().mapToDouble(l -> l).toArray();

  private final LinearAlgebra algebra = LinearAlgebra.best();

  @ParameterizedTest
  @CsvSource({
    "FOLD_MSE, 0, false",
    "SQUARED_ERROR, 0, true",
    "SQUARED_ERROR, 4, true",
    "RUN_MSE, 3, false"
  })
  void errors_screened_areThoseOfAllPenaltiesOrCertainlyNotTheLeast(
      Criterion criterion, int gap, boolean intercept) {
    FMatrixRMaj x = Matrices.correlated(ROWS, FEATURES, 1);
    Spectrum kernel = Spectrum.of(algebra, kernel(x));
    int[] train = IntStream.range(0, ROWS).toArray();
    int[] runs = IntStream.of(train).map(row -> row / 60).toArray();
    List<InnerFold> folds = Folds.inner(FoldScheme.contiguous(6), gap, train, runs);
    double[] weights = RowWeights.of(criterion, folds, runs);
    InnerDesign design = new InnerDesign(algebra, kernel, intercept, folds, weights, true);
    PenaltyChoice choice =
        new PenaltyChoice(
            Arrays.stream(LAMBDAS).boxed().toList(),
            FoldScheme.contiguous(6),
            gap,
            criterion,
            PenaltyScope.VOXEL,
            intercept);
    double[] screened = new double[LAMBDAS.length * VOXELS];
    double[] all = screened.clone();
    double[] total = new double[VOXELS];
    try (Panel y = recording(x);
        InnerErrors errors =
            DualFold.errors(
                algebra, 2, kernel, runs, new Fold(0, train, new int[] {0}), choice, false);
        InnerErrors plain = QuadraticErrors.of(design, 2, LAMBDAS)) {
      assertThat(errors).isInstanceOf(ScreenedErrors.class);
      errors.of(y, screened, total);
      plain.of(y, all, total);
    }

    int excluded = 0;
    boolean[] complete = new boolean[VOXELS];
    for (int v = 0; v < VOXELS; v++) {
      int best = best(all, v);
      assertThat(best(screened, v)).isEqualTo(best);
      double least = all[best * VOXELS + v];
      complete[v] = true;
      for (int l = 0; l < LAMBDAS.length; l++) {
        int at = l * VOXELS + v;
        if (screened[at] == Double.POSITIVE_INFINITY) {
          assertThat(all[at]).isGreaterThan(least);
          complete[v] = false;
          excluded++;
        } else {
          assertThat(screened[at]).isCloseTo(all[at], within(2e-5 * total[v]));
        }
      }
    }
    // Bounds decide for noise, and not where the smallest penalties are the best.
    assertThat(excluded).isGreaterThan(VOXELS / 2);
    assertThat(complete[0]).isFalse();
    assertThat(complete[VOXELS - 2]).isTrue();
    assertThat(screened[VOXELS - 1]).isZero();
  }

  private static int best(double[] error, int v) {
    int best = 0;
    for (int l = 1; l < error.length / VOXELS; l++) {
      best = error[l * VOXELS + v] < error[best * VOXELS + v] ? l : best;
    }
    return best;
  }

  @ParameterizedTest
  @CsvSource({"false, 0", "true, 4"})
  void bounds_ofAnyColumn_areBelowItsErrors(boolean intercept, int gap) {
    FMatrixRMaj x = Matrices.correlated(ROWS, FEATURES, 1);
    Spectrum kernel = Spectrum.of(algebra, kernel(x));
    int[] train = IntStream.range(0, ROWS).toArray();
    List<InnerFold> folds = Folds.inner(FoldScheme.contiguous(5), gap, train, new int[ROWS]);
    double[] weights = RowWeights.of(Criterion.FOLD_MSE, folds, new int[ROWS]);
    InnerDesign design = new InnerDesign(algebra, kernel, intercept, folds, weights, true);
    double[] lambdas = {1e-6, 1e-3, 0.1, 1};
    double[] errors = new double[lambdas.length * VOXELS];
    try (Panel y = recording(x);
        ErrorBounds bounds = bounds(design, lambdas);
        InnerErrors plain = QuadraticErrors.of(design, 2, lambdas)) {
      double[] bound = bounds.of(y);
      plain.of(y, errors, new double[VOXELS]);
      double noise = 0;
      for (int i = 0; i < errors.length; i++) {
        assertThat(bound[i]).isBetween(0.0, errors[i] * 1.001 + 1e-6);
        noise += i % VOXELS < VOXELS / 2 ? bound[i] / errors.length * 2 : 0;
      }
      // More than predicting 0 would cost, or they would be of no use.
      assertThat(noise).isGreaterThan(1);
    }
  }

  @Test
  void lastForms_leftOutWhereTheyDoNotMatter_changeNoChoice() {
    FMatrixRMaj x = Matrices.correlated(ROWS, FEATURES, 1);
    Spectrum kernel = Spectrum.of(algebra, kernel(x));
    int[] train = IntStream.range(0, ROWS).toArray();
    List<InnerFold> folds = Folds.inner(FoldScheme.contiguous(5), 0, train, new int[ROWS]);
    double[] weights = RowWeights.of(Criterion.SQUARED_ERROR, folds, new int[ROWS]);
    // Of which the last of three forms is small.
    double[] lambdas = Arrays.copyOfRange(LAMBDAS, 12, LAMBDAS.length);
    double[] some = new double[lambdas.length * VOXELS];
    double[] all = some.clone();
    double[] total = new double[VOXELS];
    try (Panel y = recording(x);
        QuadraticErrors own =
            QuadraticErrors.of(
                new InnerDesign(algebra, kernel, true, folds, weights, false), 2, lambdas);
        QuadraticErrors compared =
            QuadraticErrors.of(
                new InnerDesign(algebra, kernel, true, folds, weights, true), 2, lambdas)) {
      assertThat(own.uncertainty()).isPositive();
      assertThat(compared.uncertainty()).isZero();
      own.of(y, some, total);
      compared.of(y, all, total);
    }
    for (int v = 0; v < VOXELS; v++) {
      assertThat(best(some, v)).isEqualTo(best(all, v));
      for (int l = 0; l < lambdas.length; l++) {
        int at = l * VOXELS + v;
        assertThat(some[at]).isCloseTo(all[at], within(1e-4 * Math.max(total[v], all[at])));
      }
    }
  }

  @Test
  void errors_penaltyTooSmall_areRefusedOnAnyNumberOfThreads() {
    // Beside 1 / λ of the constant direction, nothing is left of the others.
    FMatrixRMaj x = Matrices.correlated(ROWS, FEATURES, 1);
    Spectrum kernel = Spectrum.of(algebra, kernel(x));
    int[] train = IntStream.range(0, ROWS).toArray();
    List<InnerFold> folds = Folds.inner(FoldScheme.contiguous(5), 0, train, new int[ROWS]);
    double[] weights = RowWeights.of(Criterion.SQUARED_ERROR, folds, new int[ROWS]);
    InnerDesign design = new InnerDesign(algebra, kernel, false, folds, weights, false);
    double[] tiny = {1e-300, 1e-299, 1, 10};
    for (int threads : new int[] {1, 2, 16}) {
      assertThatThrownBy(() -> ScreenedErrors.of(design, threads, tiny, 2).close())
          .isInstanceOf(ArithmeticException.class);
    }
  }

  private static ErrorBounds bounds(InnerDesign design, double[] lambdas) {
    ErrorBounds.Making making = new ErrorBounds.Making(design, lambdas);
    Parallel.run(2, lambdas.length, making::make);
    return making.finish(2);
  }

  /** Noise, weak and strong responses, an exact one to a strong direction, zeros. */
  private Panel recording(FMatrixRMaj x) {
    FMatrixRMaj y = Matrices.normal(ROWS, VOXELS, 5);
    FMatrixRMaj response = Matrices.response(x, VOXELS, 0, 6);
    DMatrixRMaj rows = Spectrum.of(algebra, kernel(x)).qt();
    for (int i = 0; i < ROWS; i++) {
      for (int v = VOXELS / 2; v < VOXELS; v++) {
        y.data[i * VOXELS + v] += 0.05f * (v - VOXELS / 2) * response.data[i * VOXELS + v];
      }
      y.data[i * VOXELS + VOXELS - 2] = (float) rows.get(ROWS - 12, i);
      y.data[i * VOXELS + VOXELS - 1] = 0;
    }
    DMatrixRMaj z = Standardize.rows(y, IntStream.range(0, ROWS).toArray());
    Panel panel = new Panel(algebra, ROWS, VOXELS);
    panel.load(Floats.values(z), VOXELS, 0);
    return panel;
  }

  private DMatrixRMaj kernel(FMatrixRMaj x) {
    return algebra.gram(Standardize.rows(x, IntStream.range(0, ROWS).toArray()));
  }
}
