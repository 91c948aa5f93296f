package org.entrain.math;

/**
 * What is known of a recording's voxels.
 *
 * @param regions region of every voxel, from 0; empty where voxels of a region share nothing
 * @param neighbours voxels × k, row-major: the voxels of each voxel's neighbourhood, −1 fills up;
 *     empty: every voxel by itself
 */
public record RecordingMaps(int[] regions, int[] neighbours) {

  /** Nothing. */
  public static final RecordingMaps NONE = new RecordingMaps(new int[0], new int[0]);
}
