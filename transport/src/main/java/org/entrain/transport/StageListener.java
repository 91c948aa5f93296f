package org.entrain.transport;

import org.apache.kafka.common.metrics.KafkaMetric;

/**
 * Told what a stage does, to be counted. Calls come from any thread, return at once and throw
 * nothing.
 */
public interface StageListener {

  /** Counts nothing. */
  StageListener NONE = new StageListener() {};

  /** A piece of work begins, on this thread or another. */
  default void begun() {}

  /** A piece of work that had begun is at its end, however it came to it. */
  default void ended() {}

  /**
   * A piece of work is done.
   *
   * @param seconds time that it took
   */
  default void done(double seconds) {}

  /** A piece of work failed and is not tried again. */
  default void failed() {}

  /** A piece of work has no result and stays due. */
  default void returned() {}

  /** Another worker may take a task that this one is at. */
  default void lockLost() {}

  /**
   * A record could not be used.
   *
   * @param topic topic that it stood in
   */
  default void deadLetter(String topic) {}

  /** So many additions and multiplications were done in products of matrices. */
  default void operations(long count) {}

  /** A client of the stage measures this from now on. */
  default void measured(KafkaMetric metric) {}

  /** It measures this no more; the last value can still be read. */
  default void forgotten(KafkaMetric metric) {}
}
