package org.entrain.math;

import java.util.ArrayList;
import java.util.List;
import org.entrain.math.LinearAlgebra.FloatMatrix;

/**
 * Quadratic forms yᵀ B_j y of symmetric matrices, of which half is kept: blocks of rows, each from
 * its first column on, off the diagonal doubled. One block has that part of all forms, so that they
 * are one product.
 */
final class PackedForms implements AutoCloseable {

  /** Rows of a block: the part of it below the diagonal is wasted. */
  private static final int BLOCK = 48;

  private final LinearAlgebra algebra;
  private final int rank;
  private final List<FloatMatrix> blocks;

  private PackedForms(LinearAlgebra algebra, int rank, List<FloatMatrix> blocks) {
    this.algebra = algebra;
    this.rank = rank;
    this.blocks = blocks;
  }

  /**
   * One matrix per block of m rows: form j stands in rows j·m … j·m + m − 1.
   *
   * @param forms packed, of n × n matrices
   */
  static PackedForms of(LinearAlgebra algebra, List<float[]> forms, int n) {
    List<FloatMatrix> blocks = new ArrayList<>();
    int rank = forms.size();
    int at = 0;
    try {
      for (int from = 0; from < n && rank > 0; from += BLOCK) {
        int size = Math.min(BLOCK, n - from) * (n - from);
        float[] block = new float[rank * size];
        for (int j = 0; j < rank; j++) {
          System.arraycopy(forms.get(j), at, block, j * size, size);
        }
        FloatMatrix matrix = algebra.allocate(block.length / (n - from), n - from);
        blocks.add(matrix);
        matrix.set(block);
        at += size;
      }
    } catch (RuntimeException | Error e) {
      blocks.forEach(FloatMatrix::close);
      throw e;
    }
    return new PackedForms(algebra, rank, blocks);
  }

  /**
   * Packs RᵀR − √W R − (√W R)ᵀ.
   *
   * @param gram RᵀR, n × n, its upper triangle
   * @param predictions R, n × n
   * @param weights diagonal of W
   */
  static float[] packed(float[] gram, float[] predictions, double[] weights) {
    int n = weights.length;
    int size = 0;
    for (int from = 0; from < n; from += BLOCK) {
      size += Math.min(BLOCK, n - from) * (n - from);
    }
    float[] packed = new float[size];
    float[] roots = new float[n];
    for (int i = 0; i < n; i++) {
      roots[i] = (float) Math.sqrt(weights[i]);
    }
    int at = 0;
    for (int from = 0; from < n; from += BLOCK) {
      int width = n - from;
      int rows = Math.min(BLOCK, width);
      // Columns of the predictions as rows: read in order, once per block.
      float[][] columns = new float[rows][width];
      for (int j = 0; j < width; j++) {
        for (int i = 0; i < rows; i++) {
          columns[i][j] = roots[from + j] * predictions[(from + j) * n + from + i];
        }
      }
      float[] form = new float[width];
      float[] own = new float[width];
      for (int i = 0; i < rows; i++) {
        System.arraycopy(gram, (from + i) * n + from, form, 0, width);
        System.arraycopy(predictions, (from + i) * n + from, own, 0, width);
        combine(form, own, roots[from + i], columns[i]);
        form[i] /= 2;
        System.arraycopy(form, i, packed, at + i, width - i);
        at += width;
      }
    }
    return packed;
  }

  /** Twice what is left of a row of the Gram matrix without both products with the roots. */
  private static void combine(float[] row, float[] own, float root, float[] column) {
    for (int j = 0; j < row.length; j++) {
      row[j] = 2 * (row[j] - root * own[j] - column[j]);
    }
  }

  int rank() {
    return rank;
  }

  /** The forms of every column, rank × width. */
  double[] of(Panel y) {
    int width = y.width();
    double[] sums = new double[rank * width];
    if (rank == 0) {
      return sums;
    }
    float[] p = y.room(Panel.Room.PRODUCT, rank * BLOCK * width);
    FloatMatrix product = y.product(rank * BLOCK);
    for (int b = 0; b < blocks.size(); b++) {
      FloatMatrix block = blocks.get(b);
      algebra.multiply(block, y.matrix(), b * BLOCK, product);
      product.get(0, block.rows(), p);
      int rows = block.rows() / rank;
      Columns.addProducts(p, 0, rank, y.values(), b * BLOCK * width, rows, width, sums);
    }
    return sums;
  }

  @Override
  public void close() {
    blocks.forEach(FloatMatrix::close);
  }
}
