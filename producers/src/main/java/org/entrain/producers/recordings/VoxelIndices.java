package org.entrain.producers.recordings;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.entrain.common.ContentHash;
import org.entrain.common.InvalidInputException;
import org.entrain.formats.npy.NpyArray;
import org.entrain.schemas.avro.VoxelMapKind;

/**
 * Index array of a recording: the region of every voxel, or the voxels around every voxel (Toneva
 * and Wehbe 2019). Equal when kind, shape and indices are.
 */
public final class VoxelIndices {

  /** Stands where a voxel has fewer neighbours than the array is wide. */
  public static final int PAD = -1;

  /** What readers of the topic take, 256 MiB. */
  private static final long MOST_INDICES = 1L << 26;

  private final VoxelMapKind kind;
  private final int width;
  private final int[] indices;

  private VoxelIndices(VoxelMapKind kind, int width, int[] indices) {
    this.kind = kind;
    this.width = width;
    this.indices = indices;
  }

  /**
   * Reads an array of integers: shape [voxels] for regions, [voxels, k] for neighbours.
   *
   * @param voxels number of voxels of the recording
   * @throws InvalidInputException if it is missing or damaged, is for another number of voxels, is
   *     wider than there are voxels, holds an index that cannot be, or leaves a voxel without any
   */
  static VoxelIndices read(VoxelMapKind kind, Path file, int voxels) {
    boolean regions = kind == VoxelMapKind.REGIONS;
    NpyArray array = NpyArray.open(file);
    array = regions ? array.integers("voxels") : array.integers("voxels", "neighbours");
    int rows = array.shape().get(0);
    int width = regions ? 1 : array.shape().get(1);
    if (rows != voxels) {
      throw new InvalidInputException(
          file.toString(),
          "voxels",
          voxels + ", as the recording has",
          Integer.toString(rows),
          "Give the array that belongs to this recording.");
    }
    if (width < 1 || width > voxels) {
      throw new InvalidInputException(
          file.toString(),
          "neighbours",
          "1 to %d, the number of voxels".formatted(voxels),
          Integer.toString(width),
          "Save it with one row per voxel and one column per neighbour.");
    }
    if ((long) voxels * width > MOST_INDICES) {
      throw new InvalidInputException(
          file.toString(),
          "indices",
          "%,d at most".formatted(MOST_INDICES),
          "%,d voxels × %,d neighbours".formatted(voxels, width),
          "Give smaller neighbourhoods.");
    }
    int least = regions ? 0 : PAD;
    int[] indices = new int[voxels * width];
    for (int i = 0; i < indices.length; i++) {
      double index = array.number(i);
      if (index < least || index >= voxels) {
        throw outside(file, regions, i / width, index, voxels);
      }
      indices[i] = (int) index;
    }
    for (int voxel = 0; voxel < voxels; voxel++) {
      if (IntStream.range(voxel * width, (voxel + 1) * width).allMatch(i -> indices[i] == PAD)) {
        throw new InvalidInputException(
            file.toString(),
            "voxel " + voxel,
            "one neighbour or more, the voxel itself where it is to count",
            "none",
            "Give every voxel a neighbourhood.");
      }
    }
    return new VoxelIndices(kind, width, indices);
  }

  public VoxelMapKind kind() {
    return kind;
  }

  /** Indices per voxel, k. */
  public int width() {
    return width;
  }

  /** Copies the indices of some voxels, shape [count, k]. */
  public int[] block(int firstVoxel, int count) {
    return Arrays.copyOfRange(indices, firstVoxel * width, (firstVoxel + count) * width);
  }

  /** Adds kind, shape and indices to a hash. */
  void addTo(ContentHash hash) {
    hash.add(kind.name()).add(width).add(indices.length);
    for (int index : indices) {
      hash.add(index);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VoxelIndices that
        && kind == that.kind
        && width == that.width
        && Arrays.equals(indices, that.indices);
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + Arrays.hashCode(indices);
  }

  private static InvalidInputException outside(
      Path file, boolean regions, int voxel, double index, int voxels) {
    return new InvalidInputException(
        file.toString(),
        "voxel " + voxel,
        regions
            ? "a region from 0 to %d, fewer than the %d voxels".formatted(voxels - 1, voxels)
            : "voxels from 0 to %d, or %d for none".formatted(voxels - 1, PAD),
        "%.0f".formatted(index),
        regions
            ? "Number regions from 0 without large gaps; voxels outside all are a region too."
            : "Count voxels from 0, in the order of the recording's columns.");
  }
}
