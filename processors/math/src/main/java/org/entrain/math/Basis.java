package org.entrain.math;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.entrain.math.LinearAlgebra.Eigen;
import org.entrain.math.LinearAlgebra.FloatMatrix;

/**
 * An orthogonal basis of nearly dependent vectors, one per penalty: vector_l = Σ_j weights_lj
 * basis_j. The vectors are scaled to length 1 before their Gram matrix is decomposed, so that a
 * penalty whose predictions are small is kept as exact as the others.
 *
 * @param weights penalties × rank
 * @param vectors rank vectors, of falling length
 * @param lengths of the vectors
 * @param remainders length of what the basis leaves out of each penalty's vector
 */
record Basis(double[][] weights, float[][] vectors, double[] lengths, double[] remainders) {

  /**
   * Share of the largest singular value below which vectors are left out. With twice as much, one
   * of 27,000 simulated voxels chooses another penalty than in double precision.
   */
  static final double TOLERANCE = 5e-6;

  /** Columns worked on at a time. */
  private static final int CHUNK = 1 << 14;

  int rank() {
    return vectors.length;
  }

  /** Number of vectors that are longer than a share of the longest. */
  int rank(double share) {
    int rank = 0;
    while (rank < lengths.length && lengths[rank] > share * lengths[0]) {
      rank++;
    }
    return rank;
  }

  /** Length of what the vectors from one on add to each penalty's. */
  double[] parts(int first) {
    double[] parts = new double[weights.length];
    for (int l = 0; l < parts.length; l++) {
      for (int j = first; j < lengths.length; j++) {
        parts[l] = Math.hypot(parts[l], weights[l][j] * lengths[j]);
      }
    }
    return parts;
  }

  /**
   * Finds the basis.
   *
   * @param all one vector per penalty, all of one length, not modified
   * @param tolerance share of the largest singular value below which vectors are left out
   */
  static Basis of(LinearAlgebra algebra, int threads, float[][] all, double tolerance) {
    DMatrixRMaj gram = gram(algebra, threads, all);
    double[] norm = normalise(gram);
    Eigen eigen = algebra.eigen(gram);
    int count = all.length;
    int rank = rank(eigen.values(), tolerance);
    double[][] weights = new double[count][rank];
    float[] shares = new float[rank * count];
    for (int j = 0; j < rank; j++) {
      for (int l = 0; l < count; l++) {
        double u = eigen.vectors().get(count - 1 - j, l);
        weights[l][j] = norm[l] * u;
        shares[j * count + l] = norm[l] == 0 ? 0 : (float) (u / norm[l]);
      }
    }
    double[] lengths = new double[rank];
    for (int j = 0; j < rank; j++) {
      lengths[j] = Math.sqrt(eigen.values()[count - 1 - j]);
    }
    return new Basis(
        weights,
        combined(algebra, threads, all, shares, rank),
        lengths,
        remainders(eigen, norm, rank));
  }

  private static double[] remainders(Eigen eigen, double[] norm, int rank) {
    double[] remainders = new double[norm.length];
    for (int l = 0; l < norm.length; l++) {
      double squares = 0;
      for (int j = 0; j < norm.length - rank; j++) {
        double u = eigen.vectors().get(j, l);
        squares += Math.max(0, eigen.values()[j]) * u * u;
      }
      remainders[l] = norm[l] * Math.sqrt(squares);
    }
    return remainders;
  }

  /** Inner products in double precision, chunk by chunk and summed in order. */
  private static DMatrixRMaj gram(LinearAlgebra algebra, int threads, float[][] all) {
    int count = all.length;
    int length = all[0].length;
    DMatrixRMaj[] parts = new DMatrixRMaj[(length + CHUNK - 1) / CHUNK];
    Parallel.run(
        threads,
        parts.length,
        c -> {
          int from = c * CHUNK;
          int size = Math.min(CHUNK, length - from);
          DMatrixRMaj chunk = new DMatrixRMaj(count, size);
          for (int l = 0; l < count; l++) {
            for (int i = 0; i < size; i++) {
              chunk.data[l * size + i] = all[l][from + i];
            }
          }
          parts[c] = algebra.gram(chunk);
        });
    DMatrixRMaj gram = new DMatrixRMaj(count, count);
    for (DMatrixRMaj part : parts) {
      CommonOps_DDRM.addEquals(gram, part);
    }
    return gram;
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

  private static int rank(double[] ascending, double tolerance) {
    int last = ascending.length - 1;
    int rank = 0;
    while (rank < ascending.length
        && ascending[last - rank] > tolerance * tolerance * ascending[last]) {
      rank++;
    }
    return rank;
  }

  /** Basis vectors: shares (rank × penalties) times the vectors. */
  private static float[][] combined(
      LinearAlgebra algebra, int threads, float[][] all, float[] shares, int rank) {
    int count = all.length;
    int length = all[0].length;
    float[][] vectors = new float[rank][length];
    if (rank == 0) {
      return vectors;
    }
    try (FloatMatrix left = algebra.allocate(rank, count)) {
      left.set(shares);
      Parallel.run(
          threads,
          (length + CHUNK - 1) / CHUNK,
          c -> {
            int from = c * CHUNK;
            int size = Math.min(CHUNK, length - from);
            float[] values = new float[Math.max(count, rank) * size];
            for (int l = 0; l < count; l++) {
              System.arraycopy(all[l], from, values, l * size, size);
            }
            try (FloatMatrix right = algebra.allocate(count, size);
                FloatMatrix product = algebra.allocate(rank, size)) {
              right.set(values);
              algebra.multiply(left, right, 0, product);
              product.get(0, rank, values);
            }
            for (int j = 0; j < rank; j++) {
              System.arraycopy(values, j * size, vectors[j], from, size);
            }
          });
    }
    return vectors;
  }
}
