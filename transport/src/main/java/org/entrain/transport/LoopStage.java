package org.entrain.transport;

import org.jspecify.annotations.Nullable;

/** A stage that is one loop on a thread of its own. */
public abstract class LoopStage implements Stage {

  private final StageThread thread;

  /**
   * @param name name of the stage and of its thread
   */
  protected LoopStage(String name) {
    thread = new StageThread(name, signal -> run(signal));
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
