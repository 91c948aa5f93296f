package org.entrain.encoding;

import java.util.ArrayList;
import java.util.List;
import org.entrain.math.BandedScores;
import org.entrain.math.EncodingScores;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.Score;
import org.entrain.schemas.avro.WorkState;
import org.entrain.transport.EventSink;
import org.entrain.transport.ProgressReporter;
import org.entrain.transport.StageListener;
import org.jspecify.annotations.Nullable;

/** Publishes what a fit gave; progress only after the scores are safe, since it is the ledger. */
final class FitPublisher {

  private final Topics topics;
  private final EventSink sink;
  private final ProgressReporter progress;
  private final ScoreCodec codec;
  private final VoxelShare share;

  /**
   * @param share the recordings' voxels that are fitted
   * @param listener told of fits that are done or failed
   */
  FitPublisher(
      Topics topics, EventSink sink, ScoreCodec codec, VoxelShare share, StageListener listener) {
    this.topics = topics;
    this.sink = sink;
    this.codec = codec;
    this.share = share;
    progress = new ProgressReporter(sink, topics.progress(), listener);
  }

  /**
   * Publishes scores, then that they are done; returns the latter. Scores of the joint model go
   * first and under the same key: who has the plain scores of a fit has those of the joint model.
   *
   * @param joint scores of the joint model; null: none
   * @param inputs what the fit is computed from
   */
  Progress done(
      FitUnit unit,
      Recording recording,
      EncodingScores scores,
      @Nullable BandedScores joint,
      String inputs,
      double seconds) {
    String key = unit.scoreKey(recording.participant());
    List<Score> blocks = new ArrayList<>();
    if (joint != null) {
      blocks.addAll(codec.encode(unit, recording, joint));
    }
    blocks.addAll(codec.encode(unit, recording, scores));
    blocks.forEach(block -> sink.send(topics.scores(), key, block));
    sink.flush();
    return report(
        state(unit, recording, inputs, WorkState.DONE).setDone(1).setSeconds(seconds).build());
  }

  /** Tells that the fit is under way. */
  void begun(FitUnit unit, Recording recording, String inputs) {
    progress.hint(state(unit, recording, inputs, WorkState.RUNNING).build());
  }

  /** Publishes that the fit has no scores and why, and returns it. */
  Progress failed(FitUnit unit, Recording recording, String inputs, String cause) {
    return report(
        state(unit, recording, inputs, WorkState.FAILED).setFailed(1).setCause(cause).build());
  }

  private Progress report(Progress state) {
    progress.report(state);
    sink.flush();
    return state;
  }

  private Progress.Builder state(
      FitUnit unit, Recording recording, String inputs, WorkState state) {
    return Progress.newBuilder()
        .setStage(Ledger.STAGE)
        .setUnit(unit.id().unit())
        .setPart(Ledger.part(unit.id(), share, recording.participant()))
        .setName(unit.name())
        .setState(state)
        .setExpected(1)
        .setPartition(unit.partition())
        .setOffset(unit.firstOffset())
        .setInputs(inputs);
  }
}
