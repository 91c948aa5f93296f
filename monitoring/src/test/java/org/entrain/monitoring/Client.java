package org.entrain.monitoring;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.Metrics;

/** A Kafka client that measures what a test says. */
final class Client implements AutoCloseable {

  private final Metrics metrics = new Metrics();

  /** A measure whose value can be set. */
  record Measure(KafkaMetric metric, AtomicReference<Double> value) {}

  Measure measure(String group, String name, Map<String, String> tags, double value) {
    MetricName full = metrics.metricName(name, group, "", tags);
    AtomicReference<Double> current = new AtomicReference<>(value);
    metrics.addMetric(full, (Gauge<Double>) (config, now) -> current.get());
    return new Measure(metrics.metric(full), current);
  }

  @Override
  public void close() {
    metrics.close();
  }
}
