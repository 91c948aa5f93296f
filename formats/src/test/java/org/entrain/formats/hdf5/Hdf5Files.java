package org.entrain.formats.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.nio.file.Path;
import java.util.Map;

/** Writes small HDF5 files. */
public final class Hdf5Files {

  private Hdf5Files() {}

  /** Datasets by their names, each an array of Java; they lie in the file's root. */
  public static Path write(Path path, Map<String, Object> datasets) {
    try (WritableHdfFile file = HdfFile.write(path)) {
      datasets.forEach(file::putDataset);
    }
    return path;
  }
}
