package org.entrain.results.outputs;

import java.nio.file.Path;
import org.entrain.formats.npy.NpyDoubles;
import org.entrain.results.FitScores;
import org.entrain.results.StoredFit;

/**
 * Arrays as published encoding code keeps its correlations, float64: mean r over folds, shape
 * [voxels]; r of every fold, shape [folds, voxels]; p, shape [voxels], where voxels were tested.
 */
final class NpyFiles implements FitFiles {

  private final Path folder;
  private final FileIndex index;

  NpyFiles(Path folder) {
    this.folder = folder;
    index = new FileIndex(folder, "file", "folds_file", "p_file");
  }

  @Override
  public void write(FitScores scores, String name) throws OutputStopped {
    StoredFit fit = scores.fit();
    String mean = write(name + ".npy", scores.meanR(), fit.voxels());
    String folds = write(name + ".folds.npy", scores.r(), fit.folds(), fit.voxels());
    String p = scores.tested() ? write(name + ".p.npy", scores.p(), fit.voxels()) : "";
    index.add(fit, mean, folds, p);
  }

  private String write(String file, double[] values, int... shape) throws OutputStopped {
    WholeFile.bytes(folder.resolve(file), out -> NpyDoubles.write(out, values, shape));
    return file;
  }

  @Override
  public void finish() throws OutputStopped {
    index.write();
  }
}
