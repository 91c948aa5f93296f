package org.entrain.results.outputs;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.entrain.common.InvalidInputException;
import org.entrain.formats.nifti.NiftiWriter;
import org.entrain.formats.nifti.VoxelSpace;
import org.entrain.results.FitScores;
import org.entrain.results.StoredFit;

/**
 * Brain images, float32, on the grid of the mask: mean r over folds, 0 outside the mask; p where
 * voxels were tested, 1 outside it, so that whatever is below a threshold is in the brain.
 */
final class NiftiFiles implements FitFiles {

  private final Path folder;
  private final VoxelSpaces spaces;
  private final Map<String, VoxelSpace> known = new HashMap<>();
  private final FileIndex index;

  NiftiFiles(Path folder, VoxelSpaces spaces) {
    this.folder = folder;
    this.spaces = spaces;
    index = new FileIndex(folder, "r_file", "p_file");
  }

  @Override
  public void check(List<StoredFit> fits) {
    for (StoredFit fit : fits) {
      VoxelSpace space = space(fit.participant());
      if (space.size() != fit.voxels()) {
        throw new InvalidInputException(
            spaces.source(fit.participant()),
            "voxels",
            String.format(
                Locale.ROOT, "%,d, as participant %s has", fit.voxels(), fit.participant()),
            String.format(Locale.ROOT, "%,d in the mask", space.size()),
            "Give the mask that the recording was taken with.");
      }
    }
  }

  private VoxelSpace space(String participant) {
    return known.computeIfAbsent(
        participant,
        absent ->
            spaces
                .of(participant)
                .orElseThrow(
                    () ->
                        new InvalidInputException(
                            "results",
                            "--formats nifti",
                            "a mask, which says where the voxels lie",
                            "none, and the data set says nothing of participant " + participant,
                            "Name the image of the voxels with --mask.")));
  }

  @Override
  public void write(FitScores scores, String name) throws OutputStopped {
    VoxelSpace space = space(scores.fit().participant());
    String r = write(name + ".r.nii.gz", space, scores.meanR(), 0, "mean r over folds");
    String p = scores.tested() ? write(name + ".p.nii.gz", space, scores.p(), 1, "p of r") : "";
    index.add(scores.fit(), r, p);
  }

  private String write(
      String file, VoxelSpace space, double[] values, float elsewhere, String description)
      throws OutputStopped {
    WholeFile.write(
        folder.resolve(file),
        part -> {
          try (NiftiWriter image =
              NiftiWriter.volume(part, space.grid(), "entrain: " + description)) {
            image.write(space.volume(Floats.of(values), elsewhere));
            image.finish();
          }
        });
    return file;
  }

  @Override
  public void finish() throws OutputStopped {
    index.write();
  }
}
