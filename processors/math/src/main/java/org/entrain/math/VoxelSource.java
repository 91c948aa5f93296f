package org.entrain.math;

import org.ejml.data.FMatrixRMaj;

/**
 * A recording of kept rows × voxels, read in bands of columns so that a mapped file can stand
 * behind it. Several threads read at once.
 */
public interface VoxelSource {

  /** Number of kept rows, T. */
  int rows();

  /** Number of voxels (or regions), V. */
  int voxels();

  /**
   * Reads voxels {@code firstVoxel} to {@code firstVoxel + count − 1} of every row.
   *
   * @param target receives rows × count values, row-major, from its start; it may be longer
   */
  void read(int firstVoxel, int count, float[] target);

  /** What its first voxel is called in messages: its number in the recording it is a part of. */
  default int firstVoxel() {
    return 0;
  }

  /**
   * Degree of the polynomials in time that its reader subtracted from every run as a whole; 0:
   * none.
   */
  default int drifts() {
    return 0;
  }

  /** A recording held in memory. */
  static VoxelSource of(FMatrixRMaj y) {
    return new VoxelSource() {
      @Override
      public int rows() {
        return y.numRows;
      }

      @Override
      public int voxels() {
        return y.numCols;
      }

      @Override
      public void read(int firstVoxel, int count, float[] target) {
        for (int i = 0; i < y.numRows; i++) {
          System.arraycopy(y.data, i * y.numCols + firstVoxel, target, i * count, count);
        }
      }
    };
  }
}
