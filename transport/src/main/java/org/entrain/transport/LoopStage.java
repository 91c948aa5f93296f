package org.entrain.transport;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** A stage that is one loop on a thread of its own. */
public abstract class LoopStage implements Stage {

  private final StageThread thread;

  /**
   * @param stage which stage it is; names its thread
   */
  protected LoopStage(String stage) {
    thread =
        new StageThread(
            stage,
            signal -> {
              MDC.put(LogContext.STAGE, stage);
              run(signal);
            });
  }

  /**
   * @param stage which stage it is
   * @param worker name of this worker, different from all others'; both name its thread
   */
  protected LoopStage(String stage, String worker) {
    thread =
        new StageThread(
            stage + "-" + worker,
            signal -> {
              MDC.put(LogContext.STAGE, stage);
              MDC.put(LogContext.WORKER, worker);
              run(signal);
            });
  }

  /** The loop; returns soon after the signal says stop. */
  protected abstract void run(StageThread.Signal signal) throws Exception;

  @Override
  public final String name() {
    return thread.name();
  }

  @Override
  public final void start() {
    thread.start();
  }

  @Override
  public final @Nullable Throwable failure() {
    return thread.failure();
  }

  @Override
  public final StageHealth health() {
    return thread.health();
  }

  @Override
  public final void close() {
    thread.close();
  }
}
