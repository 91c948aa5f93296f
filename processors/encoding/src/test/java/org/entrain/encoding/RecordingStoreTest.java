package org.entrain.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.entrain.math.EncodingEngine;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Volume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingStoreTest {

  private final SimulatedRecording recording = SimulatedRecording.of("story", "F", 5);
  @TempDir private Path folder;

  @Test
  void blocks_inAnyOrderAndTwice_giveTheRecordingOnce() {
    List<Volume> volumes = recording.volumes();
    Collections.shuffle(volumes, new Random(1));
    Volume last = volumes.remove(0);
    try (RecordingStore store = new RecordingStore(folder, VoxelShare.ALL)) {
      volumes.forEach(volume -> assertThat(store.accept(volume)).isFalse());
      volumes.forEach(volume -> assertThat(store.accept(volume)).isFalse());
      // Overlaps what is there already.
      assertThat(store.accept(recording.block(2, 1, 4))).isFalse();
      assertThat(store.newest()).isEmpty();
      assertThat(store.accept(last)).isTrue();
      assertThat(store.accept(last)).isFalse();
      assertValues(store.newest().get(0), recording);
    }
  }

  @Test
  void file_completeFromAnEarlierRun_isUsedOnceAnnounced() {
    try (RecordingStore store = new RecordingStore(folder, VoxelShare.ALL)) {
      recording.volumes().forEach(store::accept);
    }
    try (RecordingStore store = new RecordingStore(folder, VoxelShare.ALL)) {
      assertThat(store.newest()).isEmpty();
      assertThat(store.accept(recording.volumes().get(0))).isTrue();
      assertValues(store.newest().get(0), recording);
    }
  }

  @Test
  void file_incompleteFromAnEarlierRun_isGatheredAnew() {
    try (RecordingStore store = new RecordingStore(folder, VoxelShare.ALL)) {
      recording.volumes().subList(0, 9).forEach(store::accept);
    }
    try (RecordingStore store = new RecordingStore(folder, VoxelShare.ALL)) {
      store.accept(recording.volumes().get(9));
      assertThat(store.newest()).isEmpty();
    }
  }

  @Test
  void recordings_ofOneParticipant_theLastCompleteOneCounts() {
    SimulatedRecording later =
        new SimulatedRecording("story", "F", "later", SimulatedUnit.random(2, 6, 7));
    SimulatedRecording other =
        new SimulatedRecording("other", "F", "other", SimulatedUnit.random(3, 6, 7));
    try (RecordingStore store = new RecordingStore(folder, VoxelShare.ALL)) {
      recording.volumes().forEach(store::accept);
      later.volumes().subList(0, 3).forEach(store::accept);
      assertThat(store.newest()).extracting(Recording::hash).containsExactly("hash-F");
      later.volumes().forEach(store::accept);
      assertThat(store.newest()).extracting(Recording::hash).containsExactly("later");
      other.volumes().forEach(store::accept);
      assertThat(store.newest())
          .extracting(Recording::hash)
          .containsExactlyInAnyOrder("later", "other");
    }
  }

  @Test
  void share_ofTheVoxels_isAllThatIsKept() throws IOException {
    int panel = EncodingEngine.PANEL;
    SimulatedRecording wide =
        new SimulatedRecording("story", "F", "wide", SimulatedUnit.random(2, 3, 2 * panel + 5));
    VoxelShare second = new VoxelShare(2, 2);
    try (RecordingStore store = new RecordingStore(folder, second)) {
      List<Volume> volumes = new ArrayList<>(wide.volumes());
      for (int row = 0; row < 3; row++) {
        volumes.add(wide.block(row, panel - 1, 3));
      }
      Collections.shuffle(volumes, new Random(1));
      store.accept(volumes.get(0));
      assertThatThrownBy(() -> store.accept(wide.block(0, 2 * panel, 6)))
          .isInstanceOf(IllegalArgumentException.class);
      volumes.forEach(store::accept);
      Recording kept = store.newest().get(0);
      assertThat(kept.range()).isEqualTo(new VoxelRange(panel, panel + 5, 2 * panel + 5));
      float[] values = new float[3 * kept.voxels()];
      kept.read(0, kept.voxels(), values);
      for (int i = 0; i < values.length; i++) {
        int row = i / kept.voxels();
        assertThat(values[i]).isEqualTo(wide.y().get(row, panel + i % kept.voxels()));
      }
      assertThat(Files.size(folder.resolve("F-story-wide-2-of-2.f32")))
          .isEqualTo((long) Float.BYTES * values.length);
    }
    try (RecordingStore store = new RecordingStore(folder, second)) {
      assertThat(store.accept(wide.volumes().get(0))).isTrue();
    }
    try (RecordingStore store = new RecordingStore(folder, VoxelShare.ALL)) {
      assertThat(store.accept(wide.volumes().get(0))).isFalse();
    }
  }

  @Test
  void share_withoutVoxelsOfARecording_hasNoneOfIt() {
    try (RecordingStore store = new RecordingStore(folder, new VoxelShare(1, 2))) {
      recording.volumes().forEach(volume -> assertThat(store.accept(volume)).isFalse());
      assertThat(store.newest()).isEmpty();
      assertThat(folder).isEmptyDirectory();
    }
  }

  /** As many voxels as an event can tell of: the last lie far beyond the file of the share. */
  @Test
  void block_ofAnotherShareOfAHostileRecording_changesNothing() {
    try (RecordingStore store = new RecordingStore(folder, new VoxelShare(1, 9999))) {
      Volume hostile =
          Volume.newBuilder(recording.volumes().get(0))
              .setRow(1)
              .setVoxels(Integer.MAX_VALUE)
              .setFirstVoxel(Integer.MAX_VALUE - 1)
              .setValues(Vectors.ofFloats(new float[1]))
              .build();
      assertThat(store.accept(hostile)).isFalse();
      assertThat(store.newest()).isEmpty();
    }
  }

  @Test
  void drifts_subtractedFromARecording_areKeptOverARestart() {
    for (int run = 0; run < 2; run++) {
      try (RecordingStore store = new RecordingStore(folder, VoxelShare.ALL)) {
        recording.volumes().forEach(volume -> store.accept(withDrifts(volume, 2)));
        assertThat(store.newest()).extracting(Recording::drifts).containsExactly(2);
        assertValues(store.newest().get(0), recording);
      }
    }
  }

  @Test
  void drifts_announcedForTheSameValues_makeAnotherRecording() {
    try (RecordingStore store = new RecordingStore(folder, VoxelShare.ALL)) {
      recording.volumes().forEach(store::accept);
      Recording before = store.newest().get(0);
      recording.volumes().forEach(volume -> store.accept(withDrifts(volume, 1)));
      Recording after = store.newest().get(0);

      assertThat(before.drifts()).isZero();
      assertThat(before.identity()).isEqualTo(before.hash());
      assertThat(after.drifts()).isEqualTo(1);
      assertThat(after.hash()).isEqualTo(before.hash());
      assertThat(after.identity()).isNotEqualTo(before.identity());
      assertValues(before, recording);
      assertValues(after, recording);
    }
  }

  private static Volume withDrifts(Volume volume, int drifts) {
    return Volume.newBuilder(volume).setDrifts(drifts).build();
  }

  @Test
  void block_thatContradictsItsRecording_isRefusedWithItsNumbers() {
    try (RecordingStore store = new RecordingStore(folder, VoxelShare.ALL)) {
      store.accept(recording.volumes().get(0));
      Volume longer = Volume.newBuilder(recording.volumes().get(1)).setRows(6).build();
      assertThatThrownBy(() -> store.accept(longer)).hasMessageContaining("6 × 7 values != 5 × 7");
      Volume outside = Volume.newBuilder(recording.volumes().get(1)).setFirstVoxel(5).build();
      assertThatThrownBy(() -> store.accept(outside)).hasMessageContaining("5 rows × 7 voxels");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 7, -1 rows × 7 voxels",
    "0, 7, 0 rows × 7 voxels",
    "5, 0, 0 voxels",
    "5, -1, -1 voxels",
    "2147483647, 1, 2147483647 rows × 1 voxels",
    "1048577, 1, 1048577 rows × 1 voxels",
    "65536, 65536, 65536 rows × 65536 voxels"
  })
  void shape_thatNoRecordingHas_isRefusedBeforeAnythingIsKept(int rows, int voxels, String found) {
    Volume corrupt =
        Volume.newBuilder(recording.volumes().get(0)).setRows(rows).setVoxels(voxels).build();
    try (RecordingStore store = new RecordingStore(folder, VoxelShare.ALL)) {
      assertThatThrownBy(() -> store.accept(corrupt))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("a recording of %s, not 1 ".formatted(found));
      assertThat(folder).isEmptyDirectory();
      recording.volumes().forEach(store::accept);
      assertValues(store.newest().get(0), recording);
    }
  }

  @Test
  void names_ofEvents_stayInTheFolder() throws Exception {
    SimulatedRecording hostile =
        new SimulatedRecording("../s", "../../F", "../h", SimulatedUnit.random(2, 1, 7));
    try (RecordingStore store = new RecordingStore(folder.resolve("recordings"), VoxelShare.ALL)) {
      hostile.volumes().forEach(store::accept);
      assertThat(store.newest()).hasSize(1);
    }
    try (var files = Files.list(folder)) {
      assertThat(files.toList()).containsExactly(folder.resolve("recordings"));
    }
  }

  private static void assertValues(Recording mapped, SimulatedRecording expected) {
    int voxels = mapped.voxels();
    float[] all = new float[mapped.rows() * voxels];
    mapped.read(0, voxels, all);
    assertThat(all).containsExactly(expected.y().data);
    float[] band = new float[mapped.rows() * 2];
    mapped.read(3, 2, band);
    assertThat(band[2]).isEqualTo(expected.y().get(1, 3));
    assertThat(band[3]).isEqualTo(expected.y().get(1, 4));
  }
}
