package org.entrain.results.outputs;

import java.util.Locale;

/** What a folder of results can hold. */
public enum OutputFormat {
  /** {@code scores.csv} and {@code fits.csv}. */
  CSV,
  /** {@code scores.parquet} and {@code fits.parquet}. */
  PARQUET,
  /** NumPy arrays of r, a file per fit, in {@code npy}. */
  NPY,
  /** Brain images of r and p, a file per fit, in {@code nifti}. */
  NIFTI,
  /** {@code regions.csv}, a row per fit and voxel, and surface data in {@code gifti}. */
  REGIONS;

  /** Its name in options. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
