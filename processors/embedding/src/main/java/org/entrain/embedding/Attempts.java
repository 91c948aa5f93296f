package org.entrain.embedding;

import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Attempts at tasks, one at a time. */
interface Attempts {

  /** Attempts the task and says how to acknowledge its record; ends soon when interrupted. */
  AcknowledgeType attempt(ConsumerRecord<byte[], byte[]> message);

  /**
   * Offset of the task that is attempted now, if nobody wants it any more; safe for other threads.
   */
  OptionalLong cutOff();
}
