package org.entrain.embedding;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.entrain.models.LoadListener;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.WorkState;
import org.entrain.transport.ProgressReporter;
import org.jspecify.annotations.Nullable;

/**
 * Publishes how far the loading of a checkpoint is, in bytes of weights: hints, which nothing waits
 * for. Workers load the same checkpoint side by side, so each has a part of its own.
 */
final class LoadingReport implements LoadListener {

  private final ProgressReporter progress;
  private final String name;
  private final String identity;
  private final String worker;
  private final Pace pace;
  private final AtomicLong read = new AtomicLong();
  private final AtomicLong total = new AtomicLong();

  /**
   * Begins now.
   *
   * @param name model@step
   * @param identity of the checkpoint, the work's unit
   * @param worker name of who loads it, the work's part
   */
  LoadingReport(
      ProgressReporter progress,
      String name,
      String identity,
      String worker,
      LongSupplier nanoTime) {
    this.progress = progress;
    this.name = name;
    this.identity = identity;
    this.worker = worker;
    pace = new Pace(this::running, nanoTime);
  }

  @Override
  public void loaded(long bytesDone, long bytesTotal) {
    read.accumulateAndGet(bytesDone, Math::max);
    total.set(bytesTotal);
    pace.at(bytesDone, bytesTotal);
  }

  /** The weights are in memory. */
  void done() {
    progress.hint(
        state(WorkState.DONE, total.get()).setDone(total.get()).setSeconds(pace.seconds()).build());
  }

  /** They will never be. */
  void failed(@Nullable String cause) {
    progress.hint(
        state(WorkState.FAILED, total.get())
            .setDone(read.get())
            .setFailed(total.get() - read.get())
            .setCause(String.valueOf(cause))
            .build());
  }

  /** Stopped; another worker or a later run begins anew. */
  void stopped() {
    progress.hint(state(WorkState.WAITING, total.get()).build());
  }

  private void running(long done, long of, double rate, double secondsLeft) {
    progress.hint(
        state(WorkState.RUNNING, of)
            .setDone(done)
            .setRate(rate)
            .setSecondsLeft(secondsLeft)
            .build());
  }

  private Progress.Builder state(WorkState state, long expected) {
    return Progress.newBuilder()
        .setStage(ProgressReporter.LOADING)
        .setUnit(identity)
        .setPart(worker)
        .setName(name)
        .setState(state)
        .setExpected(expected);
  }
}
