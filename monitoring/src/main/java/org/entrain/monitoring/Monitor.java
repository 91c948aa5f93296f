package org.entrain.monitoring;

import org.entrain.transport.KafkaConnection;
import org.entrain.transport.Stage;
import org.entrain.transport.StageListener;

/** What a process tells of itself. */
public interface Monitor extends AutoCloseable {

  /** Tells nothing, and measures nothing. */
  Monitor NONE = new Monitor() {};

  /** Counts what a stage does; to be given to the stage with its connection. */
  default StageListener listener(String stage) {
    return StageListener.NONE;
  }

  /** Says from now on how a stage is, and how much of its input it has not read. */
  default void watch(String stage, Stage running, StageInput input) {}

  /** Asks the brokers from now on how far groups are, every few seconds. */
  default void follow(KafkaConnection connection) {}

  /**
   * Asks a part of the process every few seconds whether it answers; while it does not, the process
   * is not ready.
   *
   * @param name what it is called where it does not answer
   * @param question returns if it answers, and throws otherwise
   */
  default void ask(String name, Runnable question) {}

  /** So many events have been committed to the database of results. */
  default void stored(int events) {}

  @Override
  default void close() {}
}
