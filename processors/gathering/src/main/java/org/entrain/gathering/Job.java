package org.entrain.gathering;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.entrain.schemas.avro.Progress;

/** A computation on gathered rows; its result is the progress it has published. */
public abstract class Job implements Callable<List<Progress>> {

  private final int partition;
  private final String unit;
  private volatile boolean cancelled;

  /**
   * @param partition partition that its rows are of
   * @param unit unit that its rows are of
   */
  protected Job(int partition, String unit) {
    this.partition = partition;
    this.unit = unit;
  }

  final int partition() {
    return partition;
  }

  final String unit() {
    return unit;
  }

  /** Nothing more is published: another worker has the rows, or nobody wants what comes of them. */
  final void cancel() {
    cancelled = true;
  }

  final boolean cancelled() {
    return cancelled;
  }

  /**
   * Asked before anything is published.
   *
   * @throws CancellationException if the job was cancelled
   */
  protected final void requireOurs() {
    if (cancelled || Thread.currentThread().isInterrupted()) {
      throw new CancellationException("a job on partition " + partition + " is cancelled");
    }
  }

  /** Computes and publishes. */
  @Override
  public abstract List<Progress> call();
}
