package org.entrain.producers.recordings;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.entrain.common.Location;
import org.entrain.common.Locations;
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

  /**
   * A mask image, wherever it lies.
   *
   * @param locations brings it here when it is read
   */
  public static VoxelSource mask(Location mask, Locations locations) {
    return new VoxelSource(
        mask.text(), () -> VoxelSpace.ofMasks(List.of(locations.file(mask).path())));
  }

  /** Indices of every voxel, shape [voxels, 3], in an image, wherever they lie. */
  public static VoxelSource indices(Location indices, Location image, Locations locations) {
    return new VoxelSource(
        indices.text(),
        () -> VoxelSpace.ofIndices(locations.file(indices).path(), locations.file(image).path()));
  }

  /** What the masks of several runs have in common. */
  public static VoxelSource masks(List<Path> masks) {
    return new VoxelSource(masks.get(0).toString(), () -> VoxelSpace.ofMasks(masks));
  }
}
