package org.entrain.bench.cluster;

import org.entrain.schemas.Topic;
import org.jspecify.annotations.Nullable;

/** From a fault until the stage that it struck writes again. Thread-safe. */
final class Recovery {

  private final String what;
  private final Topic<?> topic;
  private final long before;
  private final double from;
  private @Nullable Double until;

  /**
   * @param topic topic that shows that work goes on
   * @param before records it had at the fault
   * @param from time of the fault, s
   */
  Recovery(String what, Topic<?> topic, long before, double from) {
    this.what = what;
    this.topic = topic;
    this.before = before;
    this.from = from;
  }

  Topic<?> topic() {
    return topic;
  }

  synchronized boolean open() {
    return until == null;
  }

  synchronized void seen(long records, double now) {
    if (until == null && records > before) {
      until = now;
    }
  }

  /** In words. */
  synchronized String text() {
    return until == null
        ? "%s at %.1f s: nothing was left to write to %s".formatted(what, from, topic.name())
        : "%s at %.1f s: %s grows again after %.1f s"
            .formatted(what, from, topic.name(), until - from);
  }
}
