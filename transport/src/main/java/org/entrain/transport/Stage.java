package org.entrain.transport;

import org.jspecify.annotations.Nullable;

/** A running part of the stream. */
public interface Stage extends AutoCloseable {

  /** Name for people and logs. */
  String name();

  /** Starts the work and returns at once. */
  void start();

  /** What ended the stage before it was closed; null while it is well. */
  @Nullable Throwable failure();

  /** How it is now; asked often, and from any thread. */
  StageHealth health();

  /** Stops within seconds; what is done is kept. */
  @Override
  void close();
}
