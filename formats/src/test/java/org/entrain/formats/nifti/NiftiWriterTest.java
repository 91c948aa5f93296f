package org.entrain.formats.nifti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NiftiWriterTest {

  @TempDir Path folder;

  @Test
  void volume_onTheGridOfAnother_readsBackInItsPlace() throws IOException {
    VoxelSpace space = space();
    for (String name : new String[] {"o.nii", "o.nii.gz"}) {
      Path file = folder.resolve(name);
      try (NiftiWriter writer = NiftiWriter.volume(file, space.grid(), "r of layer 3")) {
        writer.write(space.volume(new float[] {0.5f, -2}, Float.NaN));
        writer.finish();
      }

      NiftiImage image = NiftiImage.open(file);
      assertThat(image.series()).isFalse();
      assertThat(image.grid().affine()).isDeepEqualTo(space.grid().affine());
      assertThat(image.grid().matches(space.grid())).isTrue();
      assertThat(image.grid().voxelSizes()).containsExactly(2.0, 3.0, 4.0);
      assertThat(read(image, space)).containsExactly(new double[] {0.5, -2});
    }
  }

  @Test
  void series_volumes_readBackWithTheirInterval() throws IOException {
    VoxelSpace space = space();
    Path file = folder.resolve("s.nii.gz");
    try (NiftiWriter writer = NiftiWriter.series(file, space.grid(), 2, 1.5, "layers")) {
      writer.write(space.volume(new float[] {1, 2}, 0));
      writer.write(space.volume(new float[] {3, 4}, 0));
      writer.finish();
    }

    NiftiImage image = NiftiImage.open(file);
    assertThat(image.volumes()).isEqualTo(2);
    assertThat(image.repetitionTime()).hasValue(1.5);
    assertThat(read(image, space)).containsExactly(new double[] {1, 2}, new double[] {3, 4});
  }

  @Test
  void volume_withQuaternionOnly_keepsIt() throws IOException {
    Path source =
        NiftiFiles.image(1, 1, 2)
            .sizes(-1, 2, 3, 4)
            .qform(1, 0.1, 0.2, 0.3, 5, 6, 7)
            .write(folder.resolve("q.nii"), 1, 1);
    VoxelGrid grid = NiftiImage.open(source).grid();
    Path file = folder.resolve("o.nii");
    try (NiftiWriter writer = NiftiWriter.volume(file, grid, "")) {
      writer.write(new float[2]);
      writer.finish();
    }

    assertThat(NiftiImage.open(file).grid().affine()).isDeepEqualTo(grid.affine());
  }

  @Test
  void write_tooFewTooManyOrWrongVolumes_isRefused() throws IOException {
    VoxelGrid grid = space().grid();
    try (NiftiWriter writer = NiftiWriter.series(folder.resolve("w.nii"), grid, 1, 0, "")) {
      assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> writer.write(new float[3]))
          .isInstanceOf(IllegalArgumentException.class);
      writer.write(new float[4]);
      assertThatThrownBy(() -> writer.write(new float[4]))
          .isInstanceOf(IllegalArgumentException.class);
      writer.finish();
    }
    assertThat(Files.size(folder.resolve("w.nii"))).isEqualTo(352 + 16);
  }

  private VoxelSpace space() {
    return VoxelSpace.ofMask(
        NiftiFiles.image(2, 2, 1)
            .sizes(1, 2, 3, 4)
            .sform(1, 2, 0, 0.5, -10, 0, 3, 0, -20, 0, 0.25, 4, -30)
            .qform(2, 0, 0, 0, 5, 6, 7)
            .write(folder.resolve("m.nii"), 0, 1, 1, 0));
  }

  private static List<double[]> read(NiftiImage image, VoxelSpace space) {
    List<double[]> rows = new ArrayList<>();
    image.read(space, (volume, values) -> rows.add(values.clone()));
    return rows;
  }
}
