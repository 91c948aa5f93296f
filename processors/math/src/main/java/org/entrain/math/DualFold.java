package org.entrain.math;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.entrain.math.LinearAlgebra.FloatMatrix;

/**
 * One outer fold in the dual form, ready for any recording.
 *
 * @param fold its rows
 * @param errors held-out errors of its inner folds
 * @param refits predictions of its test rows
 */
record DualFold(Fold fold, InnerErrors errors, Refits refits) implements PreparedFold {

  /** Basis operators that grids of penalties have, about. */
  private static final long USUAL_RANK = 11;

  /** Most rows for which all quadratic forms are held at a time: 17 × 8 MB. */
  private static final int QUADRATIC_ROWS = 2048;

  /** Held-out error of noise, over that of predicting 0, above which few voxels take a penalty. */
  private static final double UNLIKELY = 2;

  /** Estimate of the bytes that a prepared fold holds. */
  static long bytes(Fold fold, PenaltyChoice choice) {
    long n = fold.train().length;
    boolean half = choice.criterion() != Criterion.FOLD_R2 && n <= QUADRATIC_ROWS;
    long operators = USUAL_RANK * n * n / (half ? 2 : 1);
    // Of squared errors also both rotations, in case that some voxel needs all penalties.
    long rotations = (half ? 2 * Double.BYTES : 0) + Float.BYTES;
    return rotations * n * n
        + Float.BYTES * (operators + choice.lambdas().size() * n * fold.test().length);
  }

  /**
   * Prepares a fold.
   *
   * @param kernel K of the training rows, n × n
   * @param cross computes K of test and training rows, m × n, by one thread
   */
  static DualFold of(
      LinearAlgebra algebra,
      int threads,
      DMatrixRMaj kernel,
      Supplier<DMatrixRMaj> cross,
      int[] runOfRow,
      Fold fold,
      PenaltyChoice choice) {
    Spectrum[] spectrum = new Spectrum[1];
    DMatrixRMaj[] crossed = new DMatrixRMaj[1];
    // A decomposition keeps one thread busy.
    List<Runnable> both =
        List.of(() -> spectrum[0] = Spectrum.of(algebra, kernel), () -> crossed[0] = cross.get());
    Parallel.run(threads, both.size(), i -> both.get(i).run());
    InnerErrors errors = errors(algebra, threads, spectrum[0], runOfRow, fold, choice, false);
    try {
      return new DualFold(
          fold, errors, new Refits(algebra, spectrum[0], crossed[0], choice.grid()));
    } catch (RuntimeException | Error e) {
      errors.close();
      throw e;
    }
  }

  /**
   * Held-out errors of the inner folds in whichever form is faster.
   *
   * @param compared whether errors are compared with those of other designs
   */
  static InnerErrors errors(
      LinearAlgebra algebra,
      int threads,
      Spectrum spectrum,
      int[] runOfRow,
      Fold fold,
      PenaltyChoice choice,
      boolean compared) {
    List<InnerFold> inner = Folds.inner(choice.folds(), choice.gap(), fold.train(), runOfRow);
    int[] runs = IntStream.of(fold.train()).map(row -> runOfRow[row]).toArray();
    double[] weights = RowWeights.of(choice.criterion(), inner, runs);
    if (choice.criterion() == Criterion.FOLD_R2 || spectrum.size() > QUADRATIC_ROWS) {
      return BlockErrors.of(algebra, threads, spectrum, choice, inner, weights);
    }
    boolean shared = choice.scope() != PenaltyScope.VOXEL;
    InnerDesign design =
        new InnerDesign(algebra, spectrum, choice.intercept(), inner, weights, compared || shared);
    double[] lambdas = choice.grid();
    int unlikely = shared ? 0 : unlikely(spectrum, lambdas);
    return unlikely > 1
        ? ScreenedErrors.of(design, threads, lambdas, unlikely)
        : QuadraticErrors.of(design, threads, lambdas);
  }

  /** Penalties, the first of the grid, with which noise is predicted much worse than by 0. */
  static int unlikely(Spectrum spectrum, double[] lambdas) {
    int count = 0;
    while (count < lambdas.length - 1 && spectrum.noiseError(lambdas[count]) > UNLIKELY) {
      count++;
    }
    return count;
  }

  /**
   * Predicts the test rows of a tile, each voxel by its penalty. Voxels of a panel that share a
   * penalty are predicted together. A BLAS may round the first and last columns of a product
   * otherwise than the middle: no product crosses panels, so that a voxel's place in its product is
   * the same whatever the tile.
   *
   * @param train standardised training rows × width
   * @param chosen index of every voxel's penalty
   * @param panel works on the voxels; what it held is lost
   * @return test rows × width, void when the panel works on others
   */
  float[] predict(LinearAlgebra algebra, float[] train, byte[] chosen, int width, Panel panel) {
    int m = fold.test().length;
    // Columns of padding are 0.
    float[] all =
        chosen.length == width ? panel.room(Panel.Room.TILE, m * width) : new float[m * width];
    float[] predicted = panel.room(Panel.Room.PREDICTED, m * panel.width());
    for (int from = 0; from < chosen.length; from += panel.width()) {
      int count = Math.min(panel.width(), chosen.length - from);
      int[] start = new int[refits.count() + 1];
      int[] order = sorted(chosen, from, count, start);
      panel.load(train, width, order);
      FloatMatrix product = panel.product(m);
      for (int l = 0; l < refits.count(); l++) {
        if (start[l] < start[l + 1]) {
          algebra.multiplyColumns(
              refits.get(l), panel.matrix(), start[l], start[l + 1] - start[l], product);
        }
      }
      product.get(0, m, predicted);
      for (int i = 0; i < m; i++) {
        for (int g = 0; g < count; g++) {
          all[i * width + order[g]] = predicted[i * panel.width() + g];
        }
      }
    }
    return all;
  }

  /**
   * Voxels of a panel, ordered by penalty.
   *
   * @param start receives where each penalty's voxels begin
   */
  private static int[] sorted(byte[] chosen, int from, int count, int[] start) {
    for (int v = from; v < from + count; v++) {
      start[chosen[v] + 1]++;
    }
    for (int l = 1; l < start.length; l++) {
      start[l] += start[l - 1];
    }
    int[] next = start.clone();
    int[] order = new int[count];
    for (int v = from; v < from + count; v++) {
      order[next[chosen[v]]++] = v;
    }
    return order;
  }

  @Override
  public void close() {
    errors.close();
    refits.close();
  }
}
