package org.entrain.embedding;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.entrain.models.text.Passage;
import org.entrain.models.text.PassageStates;
import org.entrain.schemas.Topics;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Activation;
import org.entrain.schemas.avro.EmbeddingTask;
import org.entrain.schemas.avro.Perplexity;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.WorkState;
import org.entrain.transport.EventSink;
import org.entrain.transport.ProgressReporter;
import org.entrain.transport.StageListener;

/** Turns the result of a task, or its failure, into events. */
final class TaskPublisher {

  static final String STAGE = "embedding";

  private final Topics topics;
  private final EventSink sink;
  private final ProgressReporter progress;
  private final String worker;
  private final LongSupplier nanoTime;

  /**
   * @param worker name of this worker, different from all others'
   * @param listener told of tasks that are done or failed
   */
  TaskPublisher(
      Topics topics, EventSink sink, String worker, LongSupplier nanoTime, StageListener listener) {
    this.topics = topics;
    this.sink = sink;
    this.worker = worker;
    this.nanoTime = nanoTime;
    progress = new ProgressReporter(sink, topics.progress(), listener);
  }

  /** Publishes activations, the part of the perplexity, and that the task is done. */
  void done(EmbeddingTask task, Passage passage, PassageStates states) {
    String key = name(task);
    for (int i = 0; i < passage.words().length; i++) {
      List<ByteBuffer> vectors = Arrays.stream(states.vectors()[i]).map(Vectors::ofFloats).toList();
      sink.send(
          topics.activations(),
          key,
          new Activation(
              task.getUnit(), task.getModel(), task.getStep(), passage.words()[i], vectors, null));
    }
    // A unit of layers that were added has no perplexity: the first unit has it.
    if (passage.scored() > 0 && task.getScoredTokens() > 0) {
      sink.send(
          topics.perplexities(),
          key,
          new Perplexity(
              task.getUnit(),
              task.getModel(),
              task.getStep(),
              task.getFirstEnd(),
              passage.scored(),
              states.logProbabilitySum(),
              task.getScoredTokens()));
    }
    // Progress must not overtake what it reports on.
    sink.flush();
    progress.report(
        state(task, WorkState.DONE)
            .setDone(task.getWindows())
            .setSeconds(states.seconds())
            .build());
    sink.flush();
  }

  /** Begins to publish how far the loading of the task's checkpoint is. */
  LoadingReport loading(EmbeddingTask task) {
    return new LoadingReport(progress, name(task), task.getIdentity(), worker, nanoTime);
  }

  /** Begins to tell how far the task is, as hints: another state follows. */
  Pace pace(EmbeddingTask task) {
    return new Pace((done, of, rate, left) -> running(task, done, rate, left), nanoTime);
  }

  /** Tells that nobody works on the task now; what it told before is void. */
  void waiting(EmbeddingTask task) {
    progress.hint(state(task, WorkState.WAITING).build());
  }

  /** Hands a task over to be held until it is wanted; returns when it is safe. */
  void held(EmbeddingTask task) {
    sink.send(topics.heldTasks(), name(task), task);
    sink.flush();
  }

  /** Returns when what was told so far stands in the log, or is lost. */
  void settle() {
    sink.settle();
  }

  private void running(EmbeddingTask task, long done, double rate, double secondsLeft) {
    progress.hint(
        state(task, WorkState.RUNNING)
            .setDone(done)
            .setRate(rate)
            .setSecondsLeft(secondsLeft)
            .build());
  }

  /** Publishes that the task failed. */
  void failed(EmbeddingTask task, String cause) {
    progress.report(
        state(task, WorkState.FAILED).setFailed(task.getWindows()).setCause(cause).build());
    sink.flush();
  }

  /** model@step. */
  static String name(EmbeddingTask task) {
    return task.getModel() + "@" + task.getStep();
  }

  private static Progress.Builder state(EmbeddingTask task, WorkState state) {
    return Progress.newBuilder()
        .setStage(STAGE)
        .setUnit(task.getUnit())
        .setPart(Integer.toString(task.getTask()))
        .setName(name(task))
        .setState(state)
        .setExpected(task.getWindows());
  }
}
