package org.entrain.results.outputs;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.entrain.formats.nifti.VoxelSpace;

/** Voxels of each participant's recording, by masks: one for all, or one each. */
final class MaskFiles implements VoxelSpaces {

  private static final String PARTICIPANT = "{participant}";

  private final String pattern;
  private final Map<String, VoxelSpace> spaces = new HashMap<>();

  /**
   * @param pattern path of an image, with {@code {participant}} where there is one for each
   */
  MaskFiles(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String source(String participant) {
    return pattern.replace(PARTICIPANT, participant);
  }

  @Override
  public Optional<VoxelSpace> of(String participant) {
    return Optional.of(
        spaces.computeIfAbsent(source(participant), file -> VoxelSpace.ofMask(Path.of(file))));
  }
}
