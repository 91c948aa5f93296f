package org.entrain.results.outputs;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
  private final MaskFiles masks;
  private final FileIndex index;

  NiftiFiles(Path folder, MaskFiles masks) {
    this.folder = folder;
    this.masks = masks;
    index = new FileIndex(folder, "r_file", "p_file");
  }

  @Override
  public void check(List<StoredFit> fits) {
    for (StoredFit fit : fits) {
      VoxelSpace space = masks.of(fit.participant());
      if (space.size() != fit.voxels()) {
        throw new InvalidInputException(
            masks.file(fit.participant()),
            "voxels",
            String.format(
                Locale.ROOT, "%,d, as participant %s has", fit.voxels(), fit.participant()),
            String.format(Locale.ROOT, "%,d that are not 0", space.size()),
            "Give the mask that the recording was taken with.");
      }
    }
  }

  @Override
  public void write(FitScores scores, String name) throws OutputStopped {
    VoxelSpace space = masks.of(scores.fit().participant());
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
