package org.entrain.producers;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.entrain.schemas.Topic;
import org.entrain.transport.EventSink;

/** Keeps what was sent, after a round through each topic's own encoding. */
public final class CollectingSink implements EventSink {

  /** One event as it was sent. */
  public record Sent(String topic, String key, SpecificRecord event) {}

  private final List<Sent> sent = new ArrayList<>();
  private int flushed;

  @Override
  public <V extends SpecificRecord> void send(Topic<V> topic, String key, V event) {
    sent.add(new Sent(topic.name(), key, topic.values().decode(topic.values().encode(event))));
  }

  @Override
  public <V extends SpecificRecord> void offer(Topic<V> topic, String key, V event) {
    send(topic, key, event);
  }

  @Override
  public void flush() {
    flushed = sent.size();
  }

  /** Everything, in the order of sending. */
  public List<Sent> sent() {
    return sent;
  }

  /** Events of one topic. */
  public <V extends SpecificRecord> List<V> of(Topic<V> topic, Class<V> type) {
    return sent.stream()
        .filter(s -> s.topic().equals(topic.name()))
        .map(s -> type.cast(s.event()))
        .toList();
  }

  /** Whether everything sent has been flushed. */
  public boolean isFlushed() {
    return flushed == sent.size();
  }
}
