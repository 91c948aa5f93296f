package org.entrain.producers.recordings;

import java.util.List;
import org.entrain.producers.Publication;
import org.entrain.producers.PublicationListener;
import org.entrain.producers.stimulus.Pace;
import org.entrain.producers.stimulus.Stimulus;
import org.entrain.schemas.Topics;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Volume;
import org.entrain.transport.EventSink;

/**
 * Publishes a recording: every kept row as one volume, or as several blocks of voxels where a row
 * is larger than {@value #BLOCK_BYTES} bytes. A volume goes out when its TR ends.
 *
 * <p>Accounting: events sent = rows × ⌈voxels / voxels a block⌉.
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
    long blocks = (recording.voxels() + BLOCK_VOXELS - 1L) / BLOCK_VOXELS;
    Publication<Volume> volumes =
        new Publication<>(sink, topics.recordings(), listener, blocks * recording.rows());
    for (int row = 0; row < recording.rows(); row++) {
      int tr = kept.get(row);
      pace.await(stimulus.endOf(tr));
      float[] values = recording.row(row);
      for (int first = 0; first < values.length; first += BLOCK_VOXELS) {
        int length = Math.min(BLOCK_VOXELS, values.length - first);
        volumes.send(
            recording.participant(),
            Volume.newBuilder()
                .setParticipant(recording.participant())
                .setRecording(recording.hash())
                .setStimulus(stimulus.id())
                .setRun(stimulus.clock().get(tr).run())
                .setTr(tr)
                .setRow(row)
                .setRows(recording.rows())
                .setFirstVoxel(first)
                .setVoxels(values.length)
                .setValues(Vectors.ofFloats(values, first, length))
                .setSimulated(simulated)
                .setDrifts(recording.drifts())
                .build());
      }
    }
    sink.flush();
  }
}
