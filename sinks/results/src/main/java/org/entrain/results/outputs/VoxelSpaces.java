package org.entrain.results.outputs;

import java.util.Optional;
import org.entrain.formats.nifti.VoxelSpace;

/** Where the voxels of each participant's recording lie. */
@FunctionalInterface
public interface VoxelSpaces {

  /**
   * Voxels in the order of the recording; empty if nothing says where they lie.
   *
   * @throws org.entrain.common.InvalidInputException if what says so cannot be used
   */
  Optional<VoxelSpace> of(String participant);

  /** What says so, for messages. */
  default String source(String participant) {
    return "dataset";
  }
}
