package org.entrain.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Volume;
import org.entrain.schemas.avro.VoxelMap;
import org.entrain.schemas.avro.VoxelMapKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VoxelMapsTest {

  private static final int BOTH = 3;

  private final SimulatedRecording recording = SimulatedRecording.of("story", "F", 5);
  @TempDir private Path folder;
  private RecordingStore store;

  @BeforeEach
  void open() {
    store = new RecordingStore(folder, VoxelShare.ALL);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void recording_withMaps_countsOnlyWithAllOfThem() {
    assertThat(store.accept(regions(0, 0, 1, 2))).isFalse();
    recording.volumes(BOTH).forEach(volume -> assertThat(store.accept(volume)).isFalse());
    assertThat(store.accept(neighbours(0, 1, -1, 0, 2, 1, -1, 4, 5))).isFalse();
    assertThat(store.newest()).isEmpty();
    assertThat(store.accept(regions(3, 2, 2, 1, 0))).isFalse();
    assertThat(store.accept(neighbours(4, 3, 5, 4, 6, 5, -1))).isTrue();
    assertThat(store.accept(neighbours(4, 3, 5, 4, 6, 5, -1))).isFalse();

    Recording counting = store.newest().get(0);
    assertThat(store.maps().of(counting).regions()).containsExactly(0, 1, 2, 2, 2, 1, 0);
    assertThat(store.maps().of(counting).neighbours())
        .containsExactly(1, -1, 0, 2, 1, -1, 4, 5, 3, 5, 4, 6, 5, -1);
  }

  @Test
  void recording_withoutMaps_hasNone() {
    recording.volumes().forEach(store::accept);
    Recording counting = store.newest().get(0);
    assertThat(store.maps().of(counting).regions()).isEmpty();
    assertThat(store.maps().of(counting).neighbours()).isEmpty();
  }

  @Test
  void file_completeFromAnEarlierRun_waitsForItsMapsAgain() {
    recording.volumes(1).forEach(store::accept);
    store.accept(regions(0, 0, 0, 0, 1, 1, 1, 1));
    assertThat(store.newest()).hasSize(1);
    try (RecordingStore later = new RecordingStore(folder, VoxelShare.ALL)) {
      assertThat(later.accept(recording.volumes(1).get(0))).isFalse();
      assertThat(later.newest()).isEmpty();
      assertThat(later.accept(regions(0, 0, 0, 0, 1, 1, 1, 1))).isTrue();
    }
  }

  @Test
  void map_ofAnEarlierRecording_doesNotBringItBack() {
    SimulatedRecording later =
        new SimulatedRecording("story", "F", "later", SimulatedUnit.random(2, 5, 7));
    recording.volumes(1).forEach(store::accept);
    later.volumes().forEach(store::accept);
    assertThat(store.accept(regions(0, 0, 0, 0, 1, 1, 1, 1))).isFalse();
    assertThat(store.newest()).extracting(Recording::hash).containsExactly("later");
  }

  @Test
  void repeats_areNotFittedAndBelongToTheirRecording() {
    SimulatedRecording again =
        new SimulatedRecording("story", "F", "again", SimulatedUnit.random(2, 5, 7));
    for (Volume volume : again.volumes()) {
      store.accept(Volume.newBuilder(volume).setRepeat(1).build());
    }
    assertThat(store.newest()).isEmpty();
    for (Volume volume : recording.volumes()) {
      store.accept(Volume.newBuilder(volume).setRepeats(1).build());
    }
    assertThat(store.newest()).extracting(Recording::hash).containsExactly("hash-F");
    assertThat(store.repeats(store.newest().get(0)))
        .extracting(Recording::hash)
        .containsExactly("again");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          REGIONS    | 7 | 1 | 0 | -1         | index -1, not 0 to
          REGIONS    | 7 | 1 | 0 | 7          | index 7, not 0 to 6
          NEIGHBOURS | 65536 | 65536 | 0 | 1  | outside 65536 voxels × 65536 of 2^26 indices
          REGIONS    | 2147483647 | 1 | 0 | 0 | outside 2147483647 voxels × 1 of 2^26 indices
          NEIGHBOURS | -1 | 2 | 0 | 0 1       | outside -1 voxels × 2
          REGIONS    | 7 | 2 | 0 | 0 1        | 2 indices from voxel 0 on, outside 7 voxels × 2
          REGIONS    | 7 | 1 | 6 | 1 1        | 2 indices from voxel 6 on, outside 7 voxels × 1
          NEIGHBOURS | 7 | 2 | 0 | 1 7        | index 7, not -1 to 6
          NEIGHBOURS | 7 | 2 | 0 | -2 0       | index -2, not -1 to 6
          NEIGHBOURS | 7 | 8 | 0 | 0 1        | outside 7 voxels × 8
          NEIGHBOURS | 7 | 2 | 0 | 1 2 3      | 3 indices from voxel 0 on, outside
          NEIGHBOURS | 8 | 2 | 0 | 1 2        | 8 × 2 indices != 7 × 2
          """)
  void block_thatCannotBe_isRefusedWithItsNumbers(
      VoxelMapKind kind, int voxels, int width, int first, String indices, String message) {
    store.accept(neighbours(0, 1, -1));
    int[] values = List.of(indices.split(" ")).stream().mapToInt(Integer::parseInt).toArray();
    VoxelMap block = map(kind, voxels, width, first, values);
    assertThatThrownBy(() -> store.accept(block))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private VoxelMap regions(int first, int... indices) {
    return map(VoxelMapKind.REGIONS, 7, 1, first, indices);
  }

  private VoxelMap neighbours(int first, int... indices) {
    return map(VoxelMapKind.NEIGHBOURS, 7, 2, first, indices);
  }

  private VoxelMap map(VoxelMapKind kind, int voxels, int width, int first, int... indices) {
    return VoxelMap.newBuilder()
        .setParticipant(recording.participant())
        .setRecording(recording.hash())
        .setKind(kind)
        .setFirstVoxel(first)
        .setVoxels(voxels)
        .setWidth(width)
        .setIndices(Vectors.ofInts(indices))
        .build();
  }
}
