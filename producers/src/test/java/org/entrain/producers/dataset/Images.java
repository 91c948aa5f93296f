package org.entrain.producers.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.entrain.formats.nifti.NiftiWriter;
import org.entrain.formats.nifti.VoxelGrid;
import org.entrain.formats.nifti.VoxelSpace;

/** Recordings and masks as images on a small grid, for tests. */
public final class Images {

  private static final double[][] AFFINE = {
    {2, 0, 0, -10}, {0, 2, 0, -20}, {0, 0, 3, -30}, {0, 0, 0, 1},
  };

  private Images() {}

  /** A mask of 2 × n × 2 voxels, of which every second is inside, and its voxels. */
  public static VoxelSpace mask(Path file, int inside) {
    return mask(file, VoxelGrid.of(2, (inside + 1) / 2, 2, AFFINE), inside);
  }

  /**
   * A mask on a grid, of which so many voxels, every second in the order of the file, are inside.
   */
  public static VoxelSpace mask(Path file, VoxelGrid grid, int inside) {
    float[] values = new float[grid.voxels()];
    for (int i = 0; i < inside; i++) {
      values[2 * i] = 1;
    }
    write(file, grid, 0, 0, values);
    return VoxelSpace.ofMask(file);
  }

  /** A series of volumes with the rows' values where the voxels lie, and 7 elsewhere. */
  public static Path series(Path file, VoxelSpace space, double interval, float[]... rows) {
    float[][] volumes =
        Arrays.stream(rows).map(row -> space.volume(row, 7)).toArray(float[][]::new);
    return write(file, space.grid(), rows.length, interval, volumes);
  }

  private static Path write(
      Path file, VoxelGrid grid, int volumes, double interval, float[]... values) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (NiftiWriter writer =
          volumes == 0
              ? NiftiWriter.volume(file, grid, "test")
              : NiftiWriter.series(file, grid, volumes, interval, "test")) {
        for (float[] volume : values) {
          writer.write(volume);
        }
        writer.finish();
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
