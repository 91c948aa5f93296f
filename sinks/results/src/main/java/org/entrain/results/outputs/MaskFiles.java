package org.entrain.results.outputs;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.entrain.formats.nifti.VoxelSpace;

/** Voxels of each participant's recording, by masks: one for all, or one each. */
final class MaskFiles {

  private static final String PARTICIPANT = "{participant}";

  private final String pattern;
  private final Map<String, VoxelSpace> spaces = new HashMap<>();

  /**
   * @param pattern path of an image, with {@code {participant}} where there is one for each
   */
  MaskFiles(String pattern) {
    this.pattern = pattern;
  }

  /** Path of a participant's mask. */
  String file(String participant) {
    return pattern.replace(PARTICIPANT, participant);
  }

  /**
   * Voxels of a participant's recording.
   *
   * @throws org.entrain.common.InvalidInputException if there is no usable mask
   */
  VoxelSpace of(String participant) {
    return spaces.computeIfAbsent(file(participant), file -> VoxelSpace.ofMask(Path.of(file)));
  }
}
