package org.entrain.app.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.entrain.app.display.StageLine;
import org.entrain.producers.PublicationListener;
import org.entrain.schemas.Topic;

/** Events published of those that are to be published. Thread-safe. */
final class ReplayCount {

  private final AtomicLong expected = new AtomicLong();
  private final Map<String, Long> sent = new ConcurrentHashMap<>();

  /** Expects this many events more. */
  void expect(long events) {
    expected.addAndGet(events);
  }

  /** Counts events that an earlier run has published. */
  void published(String publication, long events) {
    expect(events);
    sent.put(publication, events);
  }

  /** Counts a publication's events under its own name. */
  PublicationListener listener(String publication) {
    return (topic, count, total) -> sent.put(publication + " " + topic.name(), count);
  }

  /** Events of a topic that a publication has sent in this run; 0 before its first. */
  long sent(String publication, Topic<?> topic) {
    return sent.getOrDefault(publication + " " + topic.name(), 0L);
  }

  StageLine line() {
    long done = sent.values().stream().mapToLong(Long::longValue).sum();
    return new StageLine("replay", "events", done, expected.get(), 0);
  }
}
