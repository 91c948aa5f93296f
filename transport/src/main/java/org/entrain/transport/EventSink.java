package org.entrain.transport;

import org.apache.avro.specific.SpecificRecord;
import org.entrain.schemas.Topic;

/** Where events go. */
public interface EventSink {

  /** Hands an event over; it is safe only after {@link #flush}. */
  <V extends SpecificRecord> void send(Topic<V> topic, String key, V event);

  /**
   * Hands an event over whose loss does no harm: a failure is logged, and is none of {@link
   * #flush}. Events of one key stay in order, however they were handed over.
   */
  <V extends SpecificRecord> void offer(Topic<V> topic, String key, V event);

  /**
   * Returns when every event sent so far is acknowledged.
   *
   * @throws EventDeliveryException when one of them was not
   */
  void flush();

  /**
   * Returns when every event so far is acknowledged or lost. A failure is left to the {@link
   * #flush} of whoever sent the event, where several share this.
   */
  default void settle() {
    flush();
  }
}
