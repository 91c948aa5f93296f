package org.entrain.encoding;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.entrain.math.NoiseCeiling;
import org.entrain.schemas.Topics;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.CeilingKind;
import org.entrain.transport.EventSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Computes noise ceilings and publishes them, on the executor's thread. */
final class CeilingPublisher {

  private static final Logger LOG = LoggerFactory.getLogger(CeilingPublisher.class);

  /** The result does not depend on it. */
  private static final int THREADS = 1;

  private final Topics topics;
  private final EventSink sink;
  private final int voxelsPerRecord;

  /**
   * @param voxelsPerRecord most voxels of one record
   */
  CeilingPublisher(Topics topics, EventSink sink, int voxelsPerRecord) {
    this.topics = topics;
    this.sink = sink;
    this.voxelsPerRecord = voxelsPerRecord;
  }

  /**
   * Publishes the ceilings of all owners and returns when they are safe. Recordings that have none
   * (values that are not finite) are logged: their fits fail with the numbers.
   *
   * @throws java.util.concurrent.CancellationException when the thread is interrupted
   */
  void publish(CeilingWork work) {
    double[][] r =
        work.kind() == CeilingKind.ACROSS
            ? NoiseCeiling.acrossParticipants(work.sources(), work.runs(), THREADS)
            : new double[][] {NoiseCeiling.repeats(work.sources(), work.runs(), THREADS)};
    List<Recording> owners = work.owners();
    if (!Stream.of(r).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite)) {
      work.sources().forEach(source -> warn(work.kind(), source));
      return;
    }
    for (int i = 0; i < owners.size(); i++) {
      send(work, owners.get(i), r[i]);
    }
    sink.flush();
    LOG.info(
        "noise ceilings {} of {}",
        work.kind(),
        owners.stream().map(Recording::participant).toList());
  }

  private static void warn(CeilingKind kind, Recording recording) {
    float[] values = new float[recording.rows()];
    long notFinite = 0;
    for (int voxel = 0; voxel < recording.voxels(); voxel++) {
      recording.read(voxel, 1, values);
      for (float value : values) {
        notFinite += Float.isFinite(value) ? 0 : 1;
      }
    }
    if (notFinite > 0) {
      LOG.warn(
          "no noise ceilings {}: {} values of {}'s recording {} are not finite;"
              + " replace them and run again",
          kind,
          notFinite,
          recording.participant(),
          recording.identity());
    }
  }

  private void send(CeilingWork work, Recording owner, double[] r) {
    for (int first = 0; first < r.length; first += voxelsPerRecord) {
      int end = Math.min(r.length, first + voxelsPerRecord);
      sink.send(
          topics.noiseCeilings(),
          owner.stimulus() + "/" + owner.participant(),
          org.entrain.schemas.avro.NoiseCeiling.newBuilder()
              .setStimulus(owner.stimulus())
              .setParticipant(owner.participant())
              .setRecording(owner.hash())
              .setKind(work.kind())
              .setInputs(work.inputs(owner))
              .setOthers(work.others())
              .setFirstVoxel(owner.range().first() + first)
              .setTotalVoxels(owner.range().total())
              .setR(Vectors.ofDoubles(Arrays.copyOfRange(r, first, end)))
              .build());
    }
  }
}
