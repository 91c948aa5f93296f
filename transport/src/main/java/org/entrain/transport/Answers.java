package org.entrain.transport;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TimeoutException;

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
      Throwable cause = e.getCause();
      throw cause instanceof TimeoutException
          ? new EventDeliveryException("the brokers do not answer: " + cause.getMessage(), e)
          : new EventDeliveryException("the brokers refused: " + cause, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EventDeliveryException("interrupted while waiting for the brokers", e);
    }
  }
}
