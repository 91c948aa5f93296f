package org.entrain.producers.recordings;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.entrain.formats.nifti.VoxelSpace;

/**
 * What says where the voxels of a recording lie.
 *
 * @param name the file, for messages
 * @param space reads it; refuses what cannot be used
 */
public record VoxelSource(String name, Supplier<VoxelSpace> space) {

  /** A mask image. */
  public static VoxelSource mask(Path mask) {
    return masks(List.of(mask));
  }

  /** What the masks of several runs have in common. */
  public static VoxelSource masks(List<Path> masks) {
    return new VoxelSource(masks.get(0).toString(), () -> VoxelSpace.ofMasks(masks));
  }

  /** Indices of every voxel, shape [voxels, 3], in an image. */
  public static VoxelSource indices(Path indices, Path image) {
    return new VoxelSource(indices.toString(), () -> VoxelSpace.ofIndices(indices, image));
  }
}
