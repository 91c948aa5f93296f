package org.entrain.embedding;

import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Attempts at tasks, one at a time. */
interface Attempts {

  /** Attempts the task and says how to acknowledge its record; ends soon when interrupted. */
  AcknowledgeType attempt(ConsumerRecord<byte[], byte[]> message);

  /** Whether the queue drops the task silently if this delivery gives no outcome. */
  boolean last(ConsumerRecord<byte[], byte[]> message);

  /**
   * Offset of the task that is attempted now, if nobody wants it any more; safe for other threads.
   */
  OptionalLong cutOff();

  /** The task at an offset is this worker's: it tells how far it is, and no other does. */
  void inHand(long offset);

  /**
   * The task in hand may be another worker's now: an attempt at it goes on, but tells nothing that
   * could replace what the other tells.
   */
  void lost();

  /**
   * Tells that nobody works on the task in hand any more, unless this was its last delivery;
   * returns when that stands in the log. Called before the queue may hand the task to another
   * worker.
   */
  void givenBack(ConsumerRecord<byte[], byte[]> message);
}
