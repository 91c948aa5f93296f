package org.entrain.encoding;

/**
 * Some voxels of a recording, one after the other.
 *
 * @param first the first of them
 * @param count how many; 0: none
 * @param total voxels of the recording
 */
record VoxelRange(int first, int count, int total) {

  static VoxelRange all(int voxels) {
    return new VoxelRange(0, voxels, voxels);
  }

  /** The voxel behind the last. */
  int end() {
    return first + count;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** What of these is among some others. */
  VoxelRange within(int otherFirst, int otherCount) {
    int from = Math.max(first, otherFirst);
    int to = Math.min(end(), otherFirst + otherCount);
    return new VoxelRange(from, Math.max(0, to - from), total);
  }
}
