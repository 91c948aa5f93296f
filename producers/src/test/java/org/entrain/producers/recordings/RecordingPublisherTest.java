package org.entrain.producers.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.entrain.formats.npy.NpyFiles;
import org.entrain.producers.CollectingSink;
import org.entrain.producers.PublicationListener;
import org.entrain.producers.stimulus.Pace;
import org.entrain.producers.stimulus.Stimulus;
import org.entrain.producers.stimulus.TimedWords;
import org.entrain.producers.stimulus.TimedWords.TimedWord;
import org.entrain.producers.stimulus.VolumeClock;
import org.entrain.producers.stimulus.VolumeClock.Run;
import org.entrain.producers.stimulus.VolumeClock.Trim;
import org.entrain.schemas.Topics;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Volume;
import org.entrain.schemas.avro.VoxelMap;
import org.entrain.schemas.avro.VoxelMapKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingPublisherTest {

  @TempDir Path folder;

  private final Topics topics = new Topics(4);
  private final CollectingSink sink = new CollectingSink();
  private final Stimulus stimulus =
      Stimulus.of(
          new TimedWords("w", List.of(new TimedWord("w", "w", 1, -1))),
          VolumeClock.regular("m", 2, List.of(new Run(0, 2), new Run(9, 2)), new Trim(1, 0)));

  @Test
  void publish_wideRows_areCutIntoBlocksThatTogetherAreTheRow() throws InterruptedException {
    int voxels = 600_001;
    double[] values = new double[2 * voxels];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 1000 - 0.5;
    }
    Recording recording = read("(2, %d)".formatted(voxels), values);
    List<Long> totals = new ArrayList<>();

    publish(recording, (topic, sent, total) -> totals.add(total));

    List<Volume> volumes = sink.of(topics.recordings(), Volume.class);
    assertThat(volumes).extracting(Volume::getRow).containsExactly(0, 0, 0, 1, 1, 1);
    assertThat(volumes).extracting(Volume::getTr).containsExactly(1, 1, 1, 3, 3, 3);
    assertThat(volumes).extracting(Volume::getRun).containsExactly(0, 0, 0, 1, 1, 1);
    assertThat(totals).hasSize(6).containsOnly(6L);
    float[] row = new float[voxels];
    for (Volume volume : volumes.subList(3, 6)) {
      float[] block = Vectors.floats(volume.getValues());
      assertThat(block.length * Float.BYTES).isLessThanOrEqualTo(RecordingPublisher.BLOCK_BYTES);
      System.arraycopy(block, 0, row, volume.getFirstVoxel(), block.length);
      assertThat(volume.getRecording()).isEqualTo(recording.hash());
      assertThat(volume.getRows()).isEqualTo(2);
      assertThat(volume.getVoxels()).isEqualTo(voxels);
      assertThat(volume.getSimulated()).isTrue();
    }
    assertThat(row).isEqualTo(recording.row(1));
    assertThat(sink.sent()).allMatch(s -> s.key().equals("A"));
    assertThat(sink.isFlushed()).isTrue();
  }

  @Test
  void publish_maps_areCutIntoBlocksThatTogetherAreTheArray() throws InterruptedException {
    int voxels = 100_000;
    int[] neighbours = new int[voxels * 3];
    for (int i = 0; i < neighbours.length; i++) {
      neighbours[i] = i % (voxels + 1) - 1;
    }
    Path file = NpyFiles.ints(folder.resolve("n.npy"), "(%d, 3)".formatted(voxels), neighbours);
    Recording recording =
        read(Map.of(VoxelMapKind.NEIGHBOURS, file), List.of(), new double[2 * voxels]);

    publish(recording, PublicationListener.NONE);

    List<VoxelMap> maps = sink.of(topics.voxelMaps(), VoxelMap.class);
    assertThat(maps).hasSize(2);
    int[] sent = new int[neighbours.length];
    for (VoxelMap map : maps) {
      int[] block = Vectors.ints(map.getIndices());
      assertThat(block.length * Integer.BYTES).isLessThanOrEqualTo(RecordingPublisher.BLOCK_BYTES);
      System.arraycopy(block, 0, sent, map.getFirstVoxel() * 3, block.length);
      assertThat(map.getRecording()).isEqualTo(recording.hash());
      assertThat(map.getVoxels()).isEqualTo(voxels);
      assertThat(map.getWidth()).isEqualTo(3);
    }
    assertThat(sent).isEqualTo(neighbours);
    assertThat(sink.of(topics.recordings(), Volume.class))
        .extracting(Volume::getMaps)
        .containsOnly(1 << VoxelMapKind.NEIGHBOURS.ordinal());
  }

  @Test
  void publish_repeats_standBeforeEachRowAndAreNotCounted() throws InterruptedException {
    Path repeat = NpyFiles.floats(folder.resolve("A2.npy"), "(2, 2)", 5, 6, 7, 8);
    Recording recording = read(Map.of(), List.of(repeat), new double[] {1, 2, 3, 4});
    List<Long> totals = new ArrayList<>();

    publish(recording, (topic, sent, total) -> totals.add(total));

    List<Volume> volumes = sink.of(topics.recordings(), Volume.class);
    assertThat(volumes).extracting(Volume::getRepeat).containsExactly(1, 0, 1, 0);
    assertThat(volumes).extracting(Volume::getRepeats).containsExactly(0, 1, 0, 1);
    assertThat(volumes).extracting(Volume::getRow).containsExactly(0, 0, 1, 1);
    assertThat(volumes.get(0).getRecording()).isEqualTo(recording.repeats().get(0).hash());
    assertThat(Vectors.floats(volumes.get(2).getValues())).containsExactly(7, 8);
    assertThat(Vectors.floats(volumes.get(3).getValues())).containsExactly(3, 4);
    assertThat(totals).containsExactly(2L, 2L);
  }

  @Test
  void publish_recordingOfAnotherClock_isRefused() {
    Recording recording = Recording.own("A", Samples.of(new float[3][1]), 0);

    assertThatThrownBy(() -> publish(recording, PublicationListener.NONE))
        .hasMessage("rows differ: 3 != 2");
  }

  @ParameterizedTest
  @CsvSource({"NONE, 0", "LINEAR, 1", "QUADRATIC, 2"})
  void publish_ofADetrendedRecording_saysWhatWasSubtracted(Trend trend, int drifts)
      throws InterruptedException {
    Path file = NpyFiles.floats(folder.resolve("A.npy"), "(4, 1)", new double[] {1, 2, 4, 8});
    RecordingReader reader = new RecordingReader(stimulus.clock(), false, trend, false);

    publish(reader.read("A", RecordingSource.of(file)), PublicationListener.NONE);
    publish(
        MeanRecording.of("mean", List.of("A"), name -> reader.read(name, RecordingSource.of(file))),
        PublicationListener.NONE);

    assertThat(sink.of(topics.recordings(), Volume.class))
        .hasSize(4)
        .extracting(Volume::getDrifts)
        .containsOnly(drifts);
  }

  private void publish(Recording recording, PublicationListener listener)
      throws InterruptedException {
    new RecordingPublisher(sink, topics, listener)
        .publish(recording, stimulus, true, Pace.FULL_SPEED);
  }

  private Recording read(Map<VoxelMapKind, Path> maps, List<Path> repeats, double[] values) {
    Path file =
        NpyFiles.floats(folder.resolve("A.npy"), "(2, %d)".formatted(values.length / 2), values);
    return new RecordingReader(stimulus.clock(), true, Trend.NONE, false)
        .read(
            "A",
            RecordingSource.of(file),
            maps,
            repeats.stream().map(RecordingSource::of).toList());
  }

  private Recording read(String shape, double[] values) {
    return new RecordingReader(stimulus.clock(), true, Trend.NONE, false)
        .read("A", RecordingSource.of(NpyFiles.floats(folder.resolve("A.npy"), shape, values)));
  }
}
