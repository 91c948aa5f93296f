package org.entrain.math;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.entrain.math.LinearAlgebra.Eigen;

/**
 * An orthogonal basis of nearly dependent vectors, one per penalty: vector_l = Σ_j weights_lj
 * basis_j. The vectors are scaled to length 1 before their Gram matrix is decomposed, so that a
 * penalty whose predictions are small is kept as exact as the others.
 *
 * @param weights penalties × rank
 * @param vectors rank vectors
 */
record Basis(double[][] weights, float[][] vectors) {

  /**
   * Vectors whose singular value is below this share of the largest are left out. Their sum changes
   * predictions by about what single precision does.
   */
  private static final double TOLERANCE = 1e-6;

  int rank() {
    return vectors.length;
  }

  /**
   * Finds the basis.
   *
   * @param all one vector per penalty, all of one length, not modified
   */
  static Basis of(LinearAlgebra algebra, int threads, float[][] all) {
    int count = all.length;
    DMatrixRMaj gram = new DMatrixRMaj(count, count);
    Parallel.run(
        threads,
        count,
        i -> {
          for (int j = 0; j <= i; j++) {
            double product = dot(all[i], all[j]);
            gram.set(i, j, product);
            gram.set(j, i, product);
          }
        });
    double[] norm = normalise(gram);
    Eigen eigen = algebra.eigen(gram);
    int rank = rank(eigen.values());
    double[][] weights = new double[count][rank];
    double[][] shares = new double[rank][count];
    for (int j = 0; j < rank; j++) {
      for (int l = 0; l < count; l++) {
        double u = eigen.vectors().get(count - 1 - j, l);
        weights[l][j] = norm[l] * u;
        shares[j][l] = norm[l] == 0 ? 0 : u / norm[l];
      }
    }
    float[][] vectors = new float[rank][];
    Parallel.run(threads, rank, j -> vectors[j] = combine(all, shares[j]));
    return new Basis(weights, vectors);
  }

  /** Divides by the lengths, which it returns; a zero vector keeps zero products. */
  private static double[] normalise(DMatrixRMaj gram) {
    double[] norm = new double[gram.numRows];
    for (int i = 0; i < norm.length; i++) {
      norm[i] = Math.sqrt(gram.get(i, i));
    }
    for (int i = 0; i < norm.length; i++) {
      for (int j = 0; j < norm.length; j++) {
        double product = norm[i] * norm[j];
        gram.set(i, j, product == 0 ? 0 : gram.get(i, j) / product);
      }
    }
    return norm;
  }

  private static int rank(double[] ascending) {
    int last = ascending.length - 1;
    int rank = 0;
    while (rank < ascending.length
        && ascending[last - rank] > TOLERANCE * TOLERANCE * ascending[last]) {
      rank++;
    }
    return rank;
  }

  /** Four partial sums: one alone would wait for itself. */
  private static double dot(float[] a, float[] b) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int whole = a.length - a.length % 4;
    for (int i = 0; i < whole; i += 4) {
      first += (double) a[i] * b[i];
      second += (double) a[i + 1] * b[i + 1];
      third += (double) a[i + 2] * b[i + 2];
      fourth += (double) a[i + 3] * b[i + 3];
    }
    for (int i = whole; i < a.length; i++) {
      first += (double) a[i] * b[i];
    }
    return first + second + third + fourth;
  }

  private static float[] combine(float[][] all, double[] shares) {
    float[] combined = new float[all[0].length];
    int chunk = 4096;
    double[] sum = new double[chunk];
    for (int from = 0; from < combined.length; from += chunk) {
      int count = Math.min(chunk, combined.length - from);
      Arrays.fill(sum, 0);
      for (int l = 0; l < all.length; l++) {
        float[] vector = all[l];
        double share = shares[l];
        for (int i = 0; i < count; i++) {
          sum[i] += share * vector[from + i];
        }
      }
      for (int i = 0; i < count; i++) {
        combined[from + i] = (float) sum[i];
      }
    }
    return combined;
  }
}
