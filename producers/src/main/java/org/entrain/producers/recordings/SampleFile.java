package org.entrain.producers.recordings;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.entrain.common.InvalidInputException;
import org.entrain.formats.hdf5.Hdf5Matrix;
import org.entrain.formats.nifti.NiftiImage;
import org.entrain.formats.nifti.VoxelSpace;
import org.entrain.formats.npy.NpyArray;
import org.jspecify.annotations.Nullable;

/**
 * A file of samples, opened by its ending: its shape is known, its values are read when they are
 * asked for.
 *
 * @param file its name, for messages
 * @param rows number of volumes
 * @param columns number of voxels
 * @param interval seconds between volumes, where the file states them
 * @param values reads them
 */
record SampleFile(
    RecordingFile file, int rows, int columns, OptionalDouble interval, Supplier<Samples> values) {

  /**
   * {@code .npy} is mapped; {@code .csv}, {@code .tsv} and whitespace tables are loaded; images and
   * HDF5 are spooled to disk.
   *
   * @param voxels where the voxels lie; null if nothing says so
   * @throws InvalidInputException if the file cannot be used, or an image has no mask or another
   *     grid than it
   */
  static SampleFile open(RecordingFile file, @Nullable VoxelSpace voxels) {
    String name = file.location().text().toLowerCase(Locale.ROOT);
    SampleFile opened;
    if (isImage(name)) {
      opened = image(file, voxels);
    } else if (isHdf5(name)) {
      opened = hdf5(file);
    } else if (name.endsWith(".npy")) {
      NpyArray array = NpyArray.open(file.path()).numbers("TRs", "voxels");
      opened = of(file, Samples.of(array));
    } else if (name.endsWith(".csv")) {
      opened = of(file, NumericTable.read(file.path(), ","));
    } else {
      opened = of(file, NumericTable.read(file.path(), name.endsWith(".tsv") ? "\t" : "\\s+"));
    }
    opened.refuseEmpty();
    return opened;
  }

  /**
   * Reads the values.
   *
   * @throws InvalidInputException if the file is damaged or a value is no finite float32
   */
  Samples samples() {
    Samples samples = values.get();
    double[] row = new double[columns];
    for (int r = 0; r < rows; r++) {
      samples.row(r, row);
      for (int c = 0; c < columns; c++) {
        if (!Float.isFinite((float) row[c])) {
          throw new InvalidInputException(
              file.toString(),
              "row %d, column %d (from 0)".formatted(r, c),
              "a finite float32 value",
              Double.toString(row[c]),
              "Mask such voxels out for all participants, or repair the volume.");
        }
      }
    }
    return samples;
  }

  private static boolean isImage(String name) {
    return name.endsWith(".nii") || name.endsWith(".nii.gz");
  }

  private static boolean isHdf5(String name) {
    return name.endsWith(".h5")
        || name.endsWith(".hdf5")
        || name.endsWith(".hf5")
        || name.endsWith(".hdf");
  }

  private static SampleFile of(RecordingFile file, Samples samples) {
    return new SampleFile(
        file, samples.rows(), samples.columns(), OptionalDouble.empty(), () -> samples);
  }

  private static SampleFile hdf5(RecordingFile file) {
    Hdf5Matrix matrix = Hdf5Matrix.open(file.path(), file.dataset());
    return new SampleFile(
        file,
        matrix.rows(),
        matrix.columns(),
        OptionalDouble.empty(),
        () -> Spool.of(matrix.rows(), matrix.columns(), sink -> matrix.read(sink::row)));
  }

  private static SampleFile image(RecordingFile file, @Nullable VoxelSpace voxels) {
    NiftiImage image = NiftiImage.open(file.path());
    if (!image.series()) {
      throw new InvalidInputException(
          file.toString(),
          "dim",
          "four axes: x, y, z, volumes",
          "three axes (%s)".formatted(image.grid()),
          "Give the recording, one image for all volumes of a run.");
    }
    if (voxels == null) {
      throw new InvalidInputException(
          file.toString(),
          "mask",
          "a mask that says which voxels are scored",
          "none",
          "Name it by recordings.mask.");
    }
    if (!image.grid().matches(voxels.grid())) {
      throw new InvalidInputException(
          file.toString(),
          "grid",
          "%s in the place that the mask has".formatted(voxels.grid()),
          image.grid().shape().equals(voxels.grid().shape())
              ? "another affine"
              : image.grid().toString(),
          "Resample the mask to the recording.");
    }
    return new SampleFile(
        file,
        image.volumes(),
        voxels.size(),
        image.repetitionTime(),
        () -> Spool.of(image.volumes(), voxels.size(), sink -> image.read(voxels, sink::row)));
  }

  private void refuseEmpty() {
    if (rows == 0 || columns == 0) {
      throw new InvalidInputException(
          file.toString(),
          "shape",
          "at least one row and one column",
          "%d × %d".formatted(rows, columns),
          "Save the recording as TRs × voxels.");
    }
  }
}
