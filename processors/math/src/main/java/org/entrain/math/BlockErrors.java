package org.entrain.math;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.entrain.math.LinearAlgebra.FloatMatrix;

/**
 * Held-out errors fold by fold, as R² needs them. The predictions of a fold's held rows are Off_λ y
 * with Off_λ = I − (G_LL)⁻¹ G_L, which over the penalties are written in a {@link Basis}: p_λ = Σ_j
 * w_λj p_j. The residual sum of squares then follows from inner products of y and the p_j.
 */
final class BlockErrors implements InnerErrors {

  /** Operators of all penalties that are held at a time while they are prepared. */
  private static final long TOGETHER_BYTES = 256L << 20;

  private final LinearAlgebra algebra;
  private final boolean perFold;
  private final double[] weights;
  private final List<HeldOutBlock> blocks;

  private BlockErrors(
      LinearAlgebra algebra, boolean perFold, double[] weights, List<HeldOutBlock> blocks) {
    this.algebra = algebra;
    this.perFold = perFold;
    this.weights = weights;
    this.blocks = blocks;
  }

  /**
   * Prepares the predictions of all penalties.
   *
   * @param weights of the rows, n
   */
  static BlockErrors of(
      LinearAlgebra algebra,
      int threads,
      Spectrum kernel,
      PenaltyChoice choice,
      List<InnerFold> folds,
      double[] weights) {
    int n = kernel.size();
    double[] lambdas = choice.grid();
    int most = folds.stream().mapToInt(fold -> fold.held().length).max().orElse(1);
    long foldBytes = (long) lambdas.length * most * n * Float.BYTES;
    int together = (int) Math.max(1, Math.min(folds.size(), TOGETHER_BYTES / foldBytes));
    List<HeldOutBlock> blocks = new ArrayList<>();
    try {
      for (int from = 0; from < folds.size(); from += together) {
        List<InnerFold> some = folds.subList(from, Math.min(folds.size(), from + together));
        // Per fold and penalty: held rows × n.
        float[][][] operators = new float[some.size()][lambdas.length][];
        Parallel.run(
            threads,
            lambdas.length,
            l -> {
              DMatrixRMaj g = new DMatrixRMaj(n, n);
              kernel.inverse(algebra, lambdas[l], choice.intercept(), g);
              DMatrixRMaj work = new DMatrixRMaj(0, 0);
              for (int b = 0; b < some.size(); b++) {
                int held = some.get(b).held().length;
                float[] target = new float[held * n];
                int[] rows = IntStream.range(0, held).toArray();
                HeldOut.predictions(algebra, g, some.get(b), weights, work, rows, target);
                operators[b][l] = target;
              }
            });
        for (int b = 0; b < some.size(); b++) {
          Basis basis = Basis.of(algebra, threads, operators[b], Basis.TOLERANCE);
          operators[b] = new float[0][];
          blocks.add(HeldOutBlock.of(algebra, basis, some.get(b).held(), n));
        }
      }
    } catch (RuntimeException | Error e) {
      blocks.forEach(HeldOutBlock::close);
      throw e;
    }
    return new BlockErrors(algebra, choice.criterion() == Criterion.FOLD_R2, weights, blocks);
  }

  @Override
  public void of(Panel y, double[] error, double[] total) {
    Arrays.fill(error, 0);
    Arrays.fill(total, 0);
    for (HeldOutBlock block : blocks) {
      float[] recorded = recorded(y, block.held());
      FloatMatrix product = y.product(block.products());
      block.addErrors(algebra, y.matrix(), product, recorded, perFold, error, total);
    }
  }

  /** Held rows, scaled by the roots of their weights. */
  private float[] recorded(Panel y, int[] held) {
    int width = y.width();
    float[] recorded = new float[held.length * width];
    for (int i = 0; i < held.length; i++) {
      System.arraycopy(y.values(), held[i] * width, recorded, i * width, width);
    }
    return RowWeights.scaled(recorded, held, weights);
  }

  @Override
  public void close() {
    blocks.forEach(HeldOutBlock::close);
  }
}
