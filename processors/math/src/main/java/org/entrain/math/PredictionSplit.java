package org.entrain.math;

import java.util.List;

/**
 * Shares of the bands of a model in its joint prediction p = Σ p_i, per voxel. With recorded y,
 * c(a, b) the centred inner product over test rows and m rows:
 *
 * <ul>
 *   <li>product split of R² (Dupré la Tour et al. 2022): R²_i = Σ_t p_i (2y − p) / c(y, y). It adds
 *       up to R² where y has mean 0; otherwise with {@code offset} = −m ȳ² / c(y, y), which belongs
 *       to no band;
 *   <li>product split of r: c(p_i, y) / √(c(p, p) c(y, y)), adds up to r;
 *   <li>variance split: c(p_i, p) / c(p, p), adds up to 1.
 * </ul>
 *
 * <p>Shares may be negative: a band that the others correct. A constant recorded column has shares
 * 0 of R² and r, a constant prediction shares 0 of r and variance; constant is decided on the
 * values.
 *
 * @param bands number of bands
 * @param voxels number of voxels
 * @param r2 bands × voxels, row-major
 * @param offset per voxel
 * @param r bands × voxels, row-major
 * @param variance bands × voxels, row-major
 */
public record PredictionSplit(
    int bands, int voxels, double[] r2, double[] offset, double[] r, double[] variance) {

  /**
   * Splits the predictions of one fold's test rows.
   *
   * @param recorded rows × voxels, row-major, not modified
   * @param predicted one prediction per band, each rows × voxels, not modified
   * @throws IllegalArgumentException if there is no band, or shapes differ
   */
  public static PredictionSplit of(
      float[] recorded, List<float[]> predicted, int rows, int voxels) {
    int bands = predicted.size();
    if (bands < 1 || rows < 1) {
      throw new IllegalArgumentException("%d bands of %d rows".formatted(bands, rows));
    }
    Shapes.same("recorded values", Math.multiplyExact(rows, voxels), recorded.length);
    for (float[] band : predicted) {
      Shapes.same("predicted values of a band", recorded.length, band.length);
    }
    PredictionSplit split =
        new PredictionSplit(
            bands,
            voxels,
            new double[bands * voxels],
            new double[voxels],
            new double[bands * voxels],
            new double[bands * voxels]);
    double[] y = new double[rows];
    double[] p = new double[rows];
    for (int v = 0; v < voxels; v++) {
      for (int t = 0; t < rows; t++) {
        y[t] = recorded[t * voxels + v];
        p[t] = 0;
        for (float[] band : predicted) {
          p[t] += band[t * voxels + v];
        }
      }
      split.voxel(v, y, p, predicted);
    }
    return split;
  }

  private void voxel(int v, double[] y, double[] p, List<float[]> predicted) {
    double yMean = mean(y);
    double pMean = mean(p);
    double yy = centred(y, yMean, y);
    double pp = centred(p, pMean, p);
    boolean yVaries = varies(y);
    boolean pVaries = varies(p);
    offset[v] = yVaries ? 0 - y.length * yMean * yMean / yy : 0;
    double[] band = new double[y.length];
    for (int i = 0; i < bands; i++) {
      double product = 0;
      for (int t = 0; t < band.length; t++) {
        band[t] = predicted.get(i)[t * voxels + v];
        product += band[t] * (2 * y[t] - p[t]);
      }
      int at = i * voxels + v;
      r2[at] = yVaries ? product / yy : 0;
      r[at] = yVaries && pVaries ? centred(y, yMean, band) / Math.sqrt(yy * pp) : 0;
      variance[at] = pVaries ? centred(p, pMean, band) / pp : 0;
    }
  }

  /** Σ (a − mean of a) b, which centring b would not change. */
  private static double centred(double[] a, double mean, double[] b) {
    double sum = 0;
    for (int t = 0; t < a.length; t++) {
      sum += (a[t] - mean) * b[t];
    }
    return sum;
  }

  private static double mean(double[] a) {
    double sum = 0;
    for (double value : a) {
      sum += value;
    }
    return sum / a.length;
  }

  private static boolean varies(double[] a) {
    for (double value : a) {
      if (value != a[0]) {
        return true;
      }
    }
    return false;
  }
}
