package org.entrain.producers.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.entrain.common.InvalidInputException;
import org.entrain.common.Location;
import org.entrain.common.Locations;
import org.entrain.formats.hdf5.Hdf5Files;
import org.entrain.formats.nifti.VoxelSpace;
import org.entrain.formats.npy.NpyFiles;
import org.entrain.producers.dataset.Images;
import org.entrain.producers.stimulus.Tr;
import org.entrain.producers.stimulus.VolumeClock;
import org.entrain.producers.stimulus.VolumeClock.Run;
import org.entrain.producers.stimulus.VolumeClock.Trim;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same numbers as an array, as images and as HDF5. */
class RecordingSourceTest {

  /** Two runs of three TRs; the first of each is trimmed. */
  private static final List<Tr> CLOCK =
      VolumeClock.regular("m", 2, List.of(new Run(0, 3), new Run(20, 3)), new Trim(1, 0)).trs();

  private static final float[][] ROWS = {
    {1, 10, 3}, {2, 20, 5}, {3, 30, 9}, {4, 50, 2}, {5, 10, 4}, {6, 20, 0},
  };

  @TempDir Path folder;

  private Path mask;
  private VoxelSpace space;

  @BeforeEach
  void writeMask() {
    mask = folder.resolve("mask.nii.gz");
    space = Images.mask(mask, 3);
  }

  @Test
  void recording_asArrayImageOrHdf5_isTheSame() {
    RecordingSource array = new RecordingSource(List.of(array()), VoxelSource.mask(mask));
    RecordingSource image = images(series("all.nii.gz", 2, ROWS));
    RecordingSource runs =
        images(
            series("run-1.nii", 2, ROWS[0], ROWS[1], ROWS[2]),
            series("run-2.nii.gz", 2, ROWS[3], ROWS[4], ROWS[5]));
    Path two = Hdf5Files.write(folder.resolve("x.hf5"), Map.of("a", ROWS, "b", new int[2][2]));
    RecordingFile first = RecordingFile.of(Location.of(folder), "x.hf5:/a", Locations.local());
    RecordingSource hdf5 = new RecordingSource(List.of(first), null);
    RecordingSource only =
        RecordingSource.of(Hdf5Files.write(folder.resolve("y.h5"), Map.of("data", ROWS)));

    for (Trend trend : Trend.values()) {
      for (boolean zscore : new boolean[] {false, true}) {
        RecordingReader reader = new RecordingReader(CLOCK, false, trend, zscore);
        String hash = reader.read("A", array).hash();
        assertThat(
                List.of(image, runs, hdf5, only).stream()
                    .map(source -> reader.read("A", source).hash()))
            .containsOnly(hash);
      }
    }
    assertThat(two).exists();
  }

  @Test
  void image_withAnotherMask_isAnotherRecording() {
    Path file = series("all.nii.gz", 2, ROWS);
    Path smaller = folder.resolve("smaller.nii.gz");
    Images.mask(smaller, space.grid(), 2);
    RecordingSource masked =
        new RecordingSource(
            List.of(new RecordingFile(file, null)), VoxelSource.masks(List.of(mask, smaller)));

    Recording recording = reader().read("A", masked);

    assertThat(recording.voxels()).isEqualTo(2);
    assertThat(recording.hash()).isNotEqualTo(reader().read("A", images(file)).hash());
  }

  @Test
  void runs_thatDoNotAddUp_areRefusedWithNumbers() {
    Path one = series("1.nii", 2, ROWS[0], ROWS[1], ROWS[2]);
    Path four = series("4.nii", 2, ROWS[0], ROWS[1], ROWS[2], ROWS[3]);
    Path two = series("2.nii", 2, ROWS[0], ROWS[1]);

    refused(images(one), "1.nii: rows: expected 6, one for each TR", "found 3 rows");
    refused(images(one, four), "4.nii: rows: expected 3, as run 2 of the clock has, found 4");
    refused(images(two, two, four), "expected 6 in all 3 files", "found 2 + 2 + 4 = 8");
  }

  @Test
  void image_statingAnotherInterval_isRefusedWithBoth() {
    refused(images(series("a.nii", 2.0045, ROWS)), "a TR of 2.0 s", "2.0045");
    assertThat(reader().read("A", images(series("b.nii", 0, ROWS))).rows()).isEqualTo(4);
  }

  @Test
  void image_withoutAxesMaskOrPlace_isRefused() {
    refused(images(mask), "dim: expected four axes", "found three axes (2 × 2 × 2)");
    Path file = series("a.nii", 2, ROWS);
    refused(RecordingSource.of(file), "mask", "Name it by recordings.mask");
    Path other = folder.resolve("other.nii");
    Images.mask(other, 6);
    refused(
        new RecordingSource(List.of(new RecordingFile(file, null)), VoxelSource.mask(other)),
        "grid: expected 2 × 3 × 2",
        "found 2 × 2 × 2");
  }

  @Test
  void array_ofOtherColumnsThanTheMask_isRefusedWithBoth() {
    Path two = NpyFiles.floats(folder.resolve("two.npy"), "(6, 2)", new double[12]);

    refused(
        new RecordingSource(List.of(new RecordingFile(two, null)), VoxelSource.mask(mask)),
        "two.npy: columns: expected 3, as many voxels as " + mask,
        "found 2");
    refused(
        new RecordingSource(List.of(array(), new RecordingFile(two, null)), null),
        "two.npy: columns: expected 3",
        "found 2");
  }

  @Test
  void image_withAValueThatIsNoNumber_isRefusedOnlyInsideTheMask() {
    float[][] rows = Arrays.stream(ROWS).map(float[]::clone).toArray(float[][]::new);
    rows[4][1] = Float.NaN;

    refused(images(series("nan.nii", 2, rows)), "row 4, column 1 (from 0)", "NaN");
  }

  @Test
  void indices_nameTheVoxelsOfAnArray() {
    Path indices = NpyFiles.ints(folder.resolve("i.npy"), "(3, 3)", 0, 0, 1, 1, 1, 1, 0, 1, 0);
    RecordingSource source =
        new RecordingSource(
            List.of(array()),
            VoxelSource.indices(Location.of(indices), Location.of(mask), Locations.local()));

    assertThat(reader().read("A", source).voxels()).isEqualTo(3);
  }

  private RecordingReader reader() {
    return new RecordingReader(CLOCK, false, Trend.NONE, false);
  }

  private RecordingFile array() {
    double[] values = new double[18];
    for (int i = 0; i < values.length; i++) {
      values[i] = ROWS[i / 3][i % 3];
    }
    return new RecordingFile(NpyFiles.floats(folder.resolve("A.npy"), "(6, 3)", values), null);
  }

  private Path series(String name, double interval, float[]... rows) {
    return Images.series(folder.resolve(name), space, interval, rows);
  }

  private RecordingSource images(Path... files) {
    return new RecordingSource(
        Arrays.stream(files).map(file -> new RecordingFile(file, null)).toList(),
        VoxelSource.mask(mask));
  }

  private void refused(RecordingSource source, String... parts) {
    assertThatThrownBy(() -> reader().read("A", source))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(parts);
  }
}
