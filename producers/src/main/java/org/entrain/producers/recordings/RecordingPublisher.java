package org.entrain.producers.recordings;

import java.util.List;
import org.entrain.producers.Publication;
import org.entrain.producers.PublicationListener;
import org.entrain.producers.stimulus.Pace;
import org.entrain.producers.stimulus.Stimulus;
import org.entrain.schemas.Topics;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Volume;
import org.entrain.schemas.avro.VoxelMap;
import org.entrain.transport.EventSink;

/**
 * Publishes a recording: every kept row as one volume, or as several blocks of voxels where a row
 * is larger than {@value #BLOCK_BYTES} bytes. A volume goes out when its TR ends. Index arrays go
 * out before the first volume, and a row's repeats before the row itself: whoever reads the
 * participant's partition has the repeats when the recording is complete.
 *
 * <p>Accounting: volumes sent = rows × ⌈voxels / voxels a block⌉ × (1 + repeats); only those of the
 * recording itself are told to the listener.
 */
public final class RecordingPublisher {

  /** Most bytes of values in one event. */
  public static final int BLOCK_BYTES = 1_000_000;

  private static final int BLOCK_VOXELS = BLOCK_BYTES / Float.BYTES;

  private final EventSink sink;
  private final Topics topics;
  private final PublicationListener listener;

  public RecordingPublisher(EventSink sink, Topics topics, PublicationListener listener) {
    this.sink = sink;
    this.topics = topics;
    this.listener = listener;
  }

  /**
   * Publishes all of it and returns when it is acknowledged.
   *
   * @param simulated whether the recording is simulated
   * @throws InterruptedException if the thread is interrupted; what was sent stays sent
   */
  public void publish(Recording recording, Stimulus stimulus, boolean simulated, Pace pace)
      throws InterruptedException {
    List<Integer> kept = stimulus.keptRows();
    if (kept.size() != recording.rows()) {
      throw new IllegalArgumentException(
          "rows differ: %d != %d".formatted(recording.rows(), kept.size()));
    }
    for (VoxelIndices map : recording.maps()) {
      publish(recording, map);
    }
    long blocks = (recording.voxels() + BLOCK_VOXELS - 1L) / BLOCK_VOXELS * recording.rows();
    Publication<Volume> volumes = new Publication<>(sink, topics.recordings(), listener, blocks);
    Publication<Volume> repeated =
        new Publication<>(
            sink,
            topics.recordings(),
            PublicationListener.NONE,
            blocks * recording.repeats().size());
    for (int row = 0; row < recording.rows(); row++) {
      int tr = kept.get(row);
      pace.await(stimulus.endOf(tr));
      Volume.Builder volume =
          Volume.newBuilder()
              .setParticipant(recording.participant())
              .setStimulus(stimulus.id())
              .setRun(stimulus.clock().get(tr).run())
              .setTr(tr)
              .setRow(row)
              .setRows(recording.rows())
              .setVoxels(recording.voxels())
              .setSimulated(simulated)
              .setDrifts(recording.drifts())
              .setAverage(recording.average());
      for (int i = 0; i < recording.repeats().size(); i++) {
        Recording repeat = recording.repeats().get(i);
        volume.setRecording(repeat.hash()).setRepeat(i + 1);
        send(repeated, volume, repeat.row(row));
      }
      volume
          .setRecording(recording.hash())
          .setRepeat(0)
          .setRepeats(recording.repeats().size())
          .setMaps(maps(recording));
      send(volumes, volume, recording.row(row));
    }
    sink.flush();
  }

  private static void send(Publication<Volume> volumes, Volume.Builder volume, float[] values)
      throws InterruptedException {
    for (int first = 0; first < values.length; first += BLOCK_VOXELS) {
      int length = Math.min(BLOCK_VOXELS, values.length - first);
      volume.setFirstVoxel(first).setValues(Vectors.ofFloats(values, first, length));
      volumes.send(volume.getParticipant(), volume.build());
    }
  }

  private void publish(Recording recording, VoxelIndices map) throws InterruptedException {
    int block = Math.max(1, BLOCK_BYTES / Integer.BYTES / map.width());
    Publication<VoxelMap> blocks =
        new Publication<>(
            sink,
            topics.voxelMaps(),
            PublicationListener.NONE,
            (recording.voxels() + block - 1L) / block);
    for (int first = 0; first < recording.voxels(); first += block) {
      int count = Math.min(block, recording.voxels() - first);
      blocks.send(
          recording.participant(),
          VoxelMap.newBuilder()
              .setParticipant(recording.participant())
              .setRecording(recording.hash())
              .setKind(map.kind())
              .setFirstVoxel(first)
              .setVoxels(recording.voxels())
              .setWidth(map.width())
              .setIndices(Vectors.ofInts(map.block(first, count)))
              .build());
    }
  }

  /** Bit k for the kind of ordinal k. */
  private static int maps(Recording recording) {
    return recording.maps().stream().mapToInt(map -> 1 << map.kind().ordinal()).sum();
  }
}
