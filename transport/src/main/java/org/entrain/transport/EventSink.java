package org.entrain.transport;

import org.apache.avro.specific.SpecificRecord;
import org.entrain.schemas.Topic;

/** Where events go. */
public interface EventSink {

  /** Hands an event over; it is safe only after {@link #flush}. */
  <V extends SpecificRecord> void send(Topic<V> topic, String key, V event);

  /**
   * Returns when every event sent so far is acknowledged.
   *
   * @throws EventDeliveryException when one of them was not
   */
  void flush();
}
