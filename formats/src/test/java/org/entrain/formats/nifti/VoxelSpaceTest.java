package org.entrain.formats.nifti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.entrain.common.InvalidInputException;
import org.entrain.formats.npy.NpyFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoxelSpaceTest {

  private static final int[] SHAPE = {2, 2, 2};

  @TempDir Path folder;

  @Test
  void ofMask_voxels_comeByXThenYThenZ() {
    // In the order of the file: (0,0,0) (1,0,0) (0,1,0) (1,1,0) (0,0,1) (1,0,1) (0,1,1) (1,1,1).
    VoxelSpace space = VoxelSpace.ofMask(mask(0, 1, 1, 0, 1, 0, 0, 3));

    assertThat(space.size()).isEqualTo(4);
    assertThat(space.indices(0)).containsExactly(0, 0, 1);
    assertThat(space.indices(1)).containsExactly(0, 1, 0);
    assertThat(space.indices(2)).containsExactly(1, 0, 0);
    assertThat(space.indices(3)).containsExactly(1, 1, 1);
  }

  @Test
  void volume_values_lieWhereTheMaskHasThem() {
    VoxelSpace space = VoxelSpace.ofMask(mask(0, 1, 1, 0, 1, 0, 0, 3));

    assertThat(space.volume(new float[] {1, 2, 3, 4}, 0)).containsExactly(0, 3, 2, 0, 1, 0, 0, 4);
    assertThat(space.volume(new float[] {1, 2, 3, 4}, Float.NaN)[0]).isNaN();
    assertThatThrownBy(() -> space.volume(new float[3], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 != 4");
  }

  @Test
  void ofIndices_voxels_keepTheirOrder() {
    Path indices = NpyFiles.ints(folder.resolve("i.npy"), "(2, 3)", 1, 0, 1, 0, 1, 0);

    VoxelSpace space = VoxelSpace.ofIndices(indices, mask(0, 0, 0, 0, 0, 0, 0, 1));

    assertThat(space.indices(0)).containsExactly(1, 0, 1);
    assertThat(space.indices(1)).containsExactly(0, 1, 0);
    assertThat(space.volume(new float[] {5, 6}, 0)).containsExactly(0, 0, 6, 0, 0, 5, 0, 0);
  }

  @Test
  void coordinates_byTheAffine() {
    Path image =
        NiftiFiles.image(SHAPE)
            .sform(1, 2, 0, 0, -10, 0, 3, 0, -20, 0, 0, 4, -30)
            .write(folder.resolve("m.nii"), 0, 0, 0, 0, 0, 0, 0, 1);

    assertThat(VoxelSpace.ofMask(image).coordinates(0)).containsExactly(-8, -17, -26);
  }

  @Test
  void matches_sameVoxelsAndPlace_only() {
    VoxelSpace one = VoxelSpace.ofMask(mask(0, 1, 1, 0, 1, 0, 0, 3));
    VoxelSpace same = VoxelSpace.ofMask(mask(0, 2, 2, 0, 1, 0, 0, 1));
    VoxelSpace other = VoxelSpace.ofMask(mask(1, 1, 1, 0, 1, 0, 0, 0));

    assertThat(one.matches(same)).isTrue();
    assertThat(one.matches(other)).isFalse();
  }

  @Test
  void ofMask_emptySeveralVolumesOrNoNumbers_isRefused() {
    refused(mask(0, 0, 0, 0, 0, 0, 0, 0), "0 of 8");
    refused(NiftiFiles.image(1, 1, 1, 2).write(folder.resolve("s.nii"), 1, 1), "2 volumes");
    refused(NiftiFiles.image(1, 1, 2).write(folder.resolve("n.nii"), 1, Double.NaN), "[0, 0, 1]");
  }

  @Test
  void ofIndices_outsideTwiceOrNotThree_isRefused() {
    Path image = mask(0, 0, 0, 0, 0, 0, 0, 1);
    Path outside = NpyFiles.ints(folder.resolve("o.npy"), "(1, 3)", 0, 2, 0);
    Path twice = NpyFiles.ints(folder.resolve("t.npy"), "(2, 3)", 0, 1, 0, 0, 1, 0);
    Path pairs = NpyFiles.ints(folder.resolve("p.npy"), "(1, 2)", 0, 1);

    assertThatThrownBy(() -> VoxelSpace.ofIndices(outside, image))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("voxel 0, y: expected 0 to 1");
    assertThatThrownBy(() -> VoxelSpace.ofIndices(twice, image))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("voxel 1");
    assertThatThrownBy(() -> VoxelSpace.ofIndices(pairs, image))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("[1, 2]");
  }

  private Path mask(int... values) {
    return NiftiFiles.mask(folder.resolve("mask.nii.gz"), SHAPE, values);
  }

  private static void refused(Path mask, String found) {
    assertThatThrownBy(() -> VoxelSpace.ofMask(mask))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(found);
  }
}
