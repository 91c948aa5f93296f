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
    DMatrixRMaj train = Standardize.rows(x, fold.train());
    DMatrixRMaj test = Standardize.rows(x, fold.test());
    FMatrixRMaj column = Matrices.columns(y, voxel);
    DMatrixRMaj yTrain = Standardize.rows(column, fold.train());
    DMatrixRMaj yTest = Standardize.rows(column, fold.test());
    int n = train.numRows;
    List<InnerFold> inner =
        Folds.inner(s.penalty().folds(), s.penalty().gap(), fold.train(), runOfRow);
    List<Double> lambdas = s.penalty().lambdas();
    double[] error = new double[lambdas.size()];
    int best = 0;
    for (int l = 0; l < error.length; l++) {
      for (InnerFold part : inner) {
        int[] rest =
            IntStream.range(0, n).filter(i -> Arrays.binarySearch(part.left(), i) < 0).toArray();
        int[] block = part.held();
        DMatrixRMaj p =
            ridge(rows(train, rest), rows(yTrain, rest), lambdas.get(l), rows(train, block));
        error[l] += 1 - r2(rows(yTrain, block).data, p.data);
      }
      best = error[l] < error[best] ? l : best;
    }
    DMatrixRMaj p = ridge(train, yTrain, lambdas.get(best), test);
    return new Result(r(yTest.data, p.data), r2(yTest.data, p.data), best, error);
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
