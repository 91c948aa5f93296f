package org.entrain.math;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** The protocol word by word: every inner fold refitted by a direct solve, in double precision. */
final class BruteForce {

  /** Scores of one voxel in one fold, with the error of every penalty. */
  record Result(double r, double r2, int lambda, double[] error) {}

  private BruteForce() {}

  static Result score(
      FMatrixRMaj x, FMatrixRMaj y, int voxel, Fold fold, int[] runOfRow, EncodingSettings s) {
    double[] weights = new double[x.numCols];
    Arrays.fill(weights, 1);
    return score(x, weights, y, voxel, fold, runOfRow, s);
  }

  /**
   * The same with weighted features.
   *
   * @param weights of the squared standardised features
   */
  static Result score(
      FMatrixRMaj x,
      double[] weights,
      FMatrixRMaj y,
      int voxel,
      Fold fold,
      int[] runOfRow,
      EncodingSettings s) {
    boolean own = s.testScaling() == TestScaling.OWN;
    int[] scaling = own ? fold.test() : fold.train();
    DMatrixRMaj train = weighted(Standardize.rows(x, fold.train()), weights);
    DMatrixRMaj test = weighted(Standardize.rows(x, fold.test(), scaling), weights);
    FMatrixRMaj column = Matrices.columns(y, voxel);
    DMatrixRMaj yTrain = Standardize.rows(column, fold.train());
    DMatrixRMaj yTest = Standardize.rows(column, fold.test(), scaling);
    int n = train.numRows;
    PenaltyChoice choice = s.penalty();
    List<InnerFold> inner = Folds.inner(choice.folds(), choice.gap(), fold.train(), runOfRow);
    List<Double> lambdas = choice.lambdas();
    double[] error = new double[lambdas.size()];
    int best = 0;
    for (int l = 0; l < error.length; l++) {
      double[] residual = new double[n];
      for (InnerFold part : inner) {
        int[] rest =
            IntStream.range(0, n).filter(i -> Arrays.binarySearch(part.left(), i) < 0).toArray();
        int[] block = part.held();
        DMatrixRMaj p =
            inner(
                rows(train, rest),
                rows(yTrain, rest),
                lambdas.get(l),
                rows(train, block),
                choice.intercept());
        double[] recorded = rows(yTrain, block).data;
        for (int i = 0; i < block.length; i++) {
          residual[block[i]] = recorded[i] - p.data[i];
        }
        if (choice.criterion() == Criterion.FOLD_R2) {
          error[l] += 1 - r2(recorded, p.data);
        } else if (choice.criterion() == Criterion.FOLD_MSE) {
          error[l] += meanSquare(residual, block) / inner.size();
        }
      }
      if (choice.criterion() == Criterion.SQUARED_ERROR) {
        error[l] = n * meanSquare(residual, IntStream.range(0, n).toArray());
      } else if (choice.criterion() == Criterion.RUN_MSE) {
        int[] runs = IntStream.of(fold.train()).map(row -> runOfRow[row]).toArray();
        for (int run : IntStream.of(runs).distinct().toArray()) {
          int[] rows = IntStream.range(0, n).filter(i -> runs[i] == run).toArray();
          error[l] += meanSquare(residual, rows) / IntStream.of(runs).distinct().count();
        }
      }
      best = error[l] < error[best] ? l : best;
    }
    DMatrixRMaj p = ridge(train, yTrain, lambdas.get(best), test);
    return new Result(r(yTest.data, p.data), r2(yTest.data, p.data), best, error);
  }

  private static DMatrixRMaj weighted(DMatrixRMaj x, double[] weights) {
    for (int i = 0; i < x.getNumElements(); i++) {
      x.data[i] *= Math.sqrt(weights[i % x.numCols]);
    }
    return x;
  }

  private static double meanSquare(double[] residual, int[] rows) {
    return IntStream.of(rows).mapToDouble(i -> residual[i] * residual[i]).average().orElseThrow();
  }

  /** With an intercept: rows are centred by the means of the rows fitted. */
  private static DMatrixRMaj inner(
      DMatrixRMaj x, DMatrixRMaj y, double lambda, DMatrixRMaj target, boolean intercept) {
    if (!intercept) {
      return ridge(x, y, lambda, target);
    }
    double mean = Arrays.stream(y.data).average().orElseThrow();
    double[] means = new double[x.numCols];
    for (int j = 0; j < x.numCols; j++) {
      int column = j;
      means[j] =
          IntStream.range(0, x.numRows).mapToDouble(i -> x.get(i, column)).average().orElseThrow();
    }
    DMatrixRMaj centred = y.copy();
    CommonOps_DDRM.add(centred, -mean);
    DMatrixRMaj p = ridge(less(x, means), centred, lambda, less(target, means));
    CommonOps_DDRM.add(p, mean);
    return p;
  }

  private static DMatrixRMaj less(DMatrixRMaj x, double[] means) {
    DMatrixRMaj centred = x.copy();
    for (int i = 0; i < x.getNumElements(); i++) {
      centred.data[i] -= means[i % x.numCols];
    }
    return centred;
  }

  /** Xₜ (XᵀX + λI)⁻¹ XᵀY, the primal form. */
  private static DMatrixRMaj ridge(
      DMatrixRMaj x, DMatrixRMaj y, double lambda, DMatrixRMaj target) {
    int p = x.numCols;
    DMatrixRMaj a = new DMatrixRMaj(p, p);
    CommonOps_DDRM.multTransA(x, x, a);
    for (int j = 0; j < p; j++) {
      a.add(j, j, lambda);
    }
    DMatrixRMaj xy = new DMatrixRMaj(p, 1);
    CommonOps_DDRM.multTransA(x, y, xy);
    DMatrixRMaj weights = new DMatrixRMaj(p, 1);
    CommonOps_DDRM.solve(a, xy, weights);
    DMatrixRMaj prediction = new DMatrixRMaj(target.numRows, 1);
    CommonOps_DDRM.mult(target, weights, prediction);
    return prediction;
  }

  private static DMatrixRMaj rows(DMatrixRMaj x, int[] rows) {
    DMatrixRMaj part = new DMatrixRMaj(rows.length, x.numCols);
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(x.data, rows[i] * x.numCols, part.data, i * x.numCols, x.numCols);
    }
    return part;
  }

  private static double r2(double[] y, double[] p) {
    double mean = IntStream.range(0, y.length).mapToDouble(i -> y[i]).average().orElseThrow();
    double residual = 0;
    double total = 0;
    boolean varies = false;
    for (int i = 0; i < y.length; i++) {
      residual += (y[i] - p[i]) * (y[i] - p[i]);
      total += (y[i] - mean) * (y[i] - mean);
      varies |= y[i] != y[0];
    }
    return varies ? 1 - residual / total : residual == 0 ? 1 : 0;
  }

  private static double r(double[] y, double[] p) {
    int n = y.length;
    double my = 0;
    double mp = 0;
    for (int i = 0; i < n; i++) {
      my += y[i] / n;
      mp += p[i] / n;
    }
    double yy = 0;
    double pp = 0;
    double yp = 0;
    for (int i = 0; i < n; i++) {
      yy += (y[i] - my) * (y[i] - my);
      pp += (p[i] - mp) * (p[i] - mp);
      yp += (y[i] - my) * (p[i] - mp);
    }
    return yp / Math.sqrt(yy * pp);
  }
}
