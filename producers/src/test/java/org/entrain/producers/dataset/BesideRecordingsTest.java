package org.entrain.producers.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entrain.common.InvalidInputException;
import org.entrain.formats.npy.NpyFiles;
import org.entrain.producers.recordings.Recording;
import org.entrain.producers.recordings.VoxelIndices;
import org.entrain.schemas.avro.VoxelMapKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BesideRecordingsTest {

  private static final String MANIFEST =
      """
      name: tiny
      words: {file: words.tsv}
      clock: {tr: 2.0, runs: [{first: 0.0, volumes: 2}]}
      recordings:
        files: {A: A.npy, B: B.npy}
      """;

  @TempDir Path folder;

  @BeforeEach
  void writeData() throws IOException {
    Files.writeString(folder.resolve("words.tsv"), "word\tonset\trun\none\t1\t1\n");
    NpyFiles.floats(folder.resolve("A.npy"), "(2, 3)", 1, 2, 3, 4, 5, 6);
    NpyFiles.floats(folder.resolve("B.npy"), "(2, 3)", 1, 2, 3, 4, 5, 9);
    NpyFiles.floats(folder.resolve("again.npy"), "(2, 3)", 3, 2, 1, 6, 5, 4);
    NpyFiles.floats(folder.resolve("wide.npy"), "(2, 4)", 1, 2, 3, 4, 5, 6, 7, 8);
    NpyFiles.ints(folder.resolve("A_regions.npy"), 0, 1, 0);
    NpyFiles.longs(folder.resolve("B_regions.npy"), 0, 1, 2);
    NpyFiles.ints(folder.resolve("two.npy"), 0, 1);
    NpyFiles.ints(folder.resolve("negative.npy"), 0, -1, 0);
    NpyFiles.ints(folder.resolve("three.npy"), 0, 1, 3);
    NpyFiles.longs(folder.resolve("huge.npy"), 0, 1L << 33, 0);
    NpyFiles.ints(folder.resolve("near.npy"), "(3, 2)", 1, -1, 0, 2, 1, -1);
    NpyFiles.ints(folder.resolve("outside.npy"), "(3, 2)", 1, -1, 0, 3, 1, -1);
    NpyFiles.ints(folder.resolve("below.npy"), "(3, 2)", 1, -1, 0, -2, 1, -1);
    NpyFiles.ints(folder.resolve("alone.npy"), "(3, 2)", 1, -1, -1, -1, 1, -1);
    NpyFiles.ints(folder.resolve("many.npy"), "(3, 4)", new int[12]);
  }

  @Test
  void regions_byPattern_areEachParticipantsOwn() throws IOException {
    Dataset dataset = open("regions: '{participant}_regions.npy'");

    VoxelIndices map = only(dataset.recording("B"));
    assertThat(map.kind()).isEqualTo(VoxelMapKind.REGIONS);
    assertThat(map.width()).isEqualTo(1);
    assertThat(map.block(1, 2)).containsExactly(1, 2);
    assertThat(only(dataset.recording("A")).block(0, 3)).containsExactly(0, 1, 0);
    assertThat(dataset.recording("mean").maps()).isEmpty();
  }

  @Test
  void neighbours_inOneFile_areEverybodysAndTheMeans() throws IOException {
    Dataset dataset = open("neighbours: near.npy");

    VoxelIndices map = only(dataset.recording("A"));
    assertThat(map.kind()).isEqualTo(VoxelMapKind.NEIGHBOURS);
    assertThat(map.width()).isEqualTo(2);
    assertThat(map.block(0, 2)).containsExactly(1, -1, 0, 2);
    assertThat(only(dataset.recording("mean"))).isEqualTo(map);
    assertThat(dataset.recording("mean").average()).isTrue();
  }

  @Test
  void maps_byName_leaveOthersWithout() throws IOException {
    Dataset dataset = open("regions: {A: B_regions.npy}");

    assertThat(only(dataset.recording("A")).block(2, 1)).containsExactly(2);
    assertThat(dataset.recording("B").maps()).isEmpty();
  }

  @Test
  void hash_coversMapsAndRepeatsAndIsTheValuesAloneWithoutThem() throws IOException {
    String plain = open("trimmed: false").recording("A").hash();
    String zeroOneZero = open("regions: {A: A_regions.npy}").recording("A").hash();
    String zeroOneTwo = open("regions: {A: B_regions.npy}").recording("A").hash();
    String repeated = open("repeats: {A: [again.npy]}").recording("A").hash();

    assertThat(new String[] {plain, zeroOneZero, zeroOneTwo, repeated}).doesNotHaveDuplicates();
    assertThat(open("regions: {A: B_regions.npy}").recording("B").hash())
        .isEqualTo(open("trimmed: false").recording("B").hash());
  }

  @Test
  void repeats_areReadAsTheRecordingIs() throws IOException {
    Recording recording = open("repeats: {A: [again.npy, B.npy]}").recording("A");

    assertThat(recording.repeats()).hasSize(2);
    assertThat(recording.repeats().get(0).row(1)).containsExactly(6, 5, 4);
    assertThat(recording.repeats()).extracting(Recording::participant).containsOnly("A");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          regions: two.npy              | two.npy: voxels: expected 3, as the recording has, found 2
          regions: negative.npy         | voxel 1: expected a region from 0 to 2, fewer than the 3 voxels, found -1
          regions: huge.npy             | voxel 1: expected a region from 0 to 2, fewer than the 3 voxels, found 8589934592
          regions: three.npy            | voxel 2: expected a region from 0 to 2, fewer than the 3 voxels, found 3
          regions: A.npy                | A.npy: dtype: expected <i4 or <i8, found F4
          regions: near.npy             | near.npy: shape: expected 1 axes (voxels), found [3, 2]
          regions: none.npy             | none.npy: file: expected a NumPy .npy file, found no file
          regions: '{participant}.npz'  | A.npz: file: expected a NumPy .npy file, found no file
          regions: {Z: two.npy}         | recordings.regions: expected participants with a recording
          regions: [two.npy]            | recordings.regions: expected a text
          neighbours: outside.npy       | voxel 1: expected voxels from 0 to 2, or -1 for none, found 3
          neighbours: below.npy         | voxel 1: expected voxels from 0 to 2, or -1 for none, found -2
          neighbours: many.npy          | neighbours: expected 1 to 3, the number of voxels, found 4
          neighbours: alone.npy         | voxel 1: expected one neighbour or more, the voxel itself where
          neighbours: two.npy           | shape: expected 2 axes (voxels × neighbours), found [2]
          repeats: {Z: [again.npy]}     | recordings.repeats: expected participants with a recording
          repeats: {A: again.npy}       | recordings.repeats.A: expected a list of texts
          repeats: {A: [wide.npy]}      | wide.npy: columns: expected 3, as
          """)
  void files_thatDoNotFit_areRefusedWithFieldExpectedAndFound(String keys, String message) {
    assertThatThrownBy(() -> open(keys).recording("A"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  private static VoxelIndices only(Recording recording) {
    assertThat(recording.maps()).hasSize(1);
    return recording.maps().get(0);
  }

  private Dataset open(String keys) throws IOException {
    Path file = folder.resolve("dataset.yaml");
    Files.writeString(file, MANIFEST + "  " + keys + "\n");
    return Dataset.open(file, null);
  }
}
