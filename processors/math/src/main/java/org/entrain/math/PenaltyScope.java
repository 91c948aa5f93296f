package org.entrain.math;

/** Which voxels share a penalty. */
public enum PenaltyScope {
  /** Every voxel has its own. */
  VOXEL,

  /** Voxels of a region share the one with the smallest sum of their errors. */
  REGION,

  /** All voxels share one. */
  ALL
}
