package org.entrain.transport;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaFuture;

/** Waits for what brokers answer. */
final class Answers {

  private Answers() {}

  /**
   * The answer.
   *
   * @throws EventDeliveryException if the brokers refuse or do not answer; its cause is an {@link
   *     ExecutionException} then, or the thread's interruption
   */
  static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new EventDeliveryException("the brokers refused: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EventDeliveryException("interrupted while waiting for the brokers", e);
    }
  }
}
