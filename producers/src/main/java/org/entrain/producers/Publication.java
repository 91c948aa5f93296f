package org.entrain.producers;

import org.apache.avro.specific.SpecificRecord;
import org.entrain.schemas.Topic;
import org.entrain.transport.EventSink;

/**
 * One pass of one publisher over one topic: sends, counts, and gives way to interruption between
 * events. Used by one thread.
 *
 * @param <V> type of the events
 */
public final class Publication<V extends SpecificRecord> {

  private final EventSink sink;
  private final Topic<V> topic;
  private final PublicationListener listener;
  private final long total;
  private long sent;

  /**
   * @param total number of events that will be sent
   */
  public Publication(EventSink sink, Topic<V> topic, PublicationListener listener, long total) {
    this.sink = sink;
    this.topic = topic;
    this.listener = listener;
    this.total = total;
  }

  /** Sends an event. */
  public void send(String key, V event) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("publishing to " + topic.name() + " was interrupted");
    }
    sink.send(topic, key, event);
    sent++;
    listener.published(topic, sent, total);
  }

  /** Number of events sent. */
  public long sent() {
    return sent;
  }
}
