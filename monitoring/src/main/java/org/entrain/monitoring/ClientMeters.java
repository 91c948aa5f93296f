package org.entrain.monitoring;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.entrain.monitoring.ClientMeasure.Fold;
import org.jspecify.annotations.Nullable;

/**
 * What the Kafka clients of a stage measure, as few series: those of {@link ClientMeasure} alone,
 * over all clients of the stage together, by topic where the topic is the stream's. Thread-safe.
 */
final class ClientMeters {

  private final MeterRegistry registry;
  private final String stage;
  private final Set<String> topics;
  private final Map<String, ClientSeries> series = new HashMap<>();

  /**
   * @param topics names of topics that are told apart; those of others are not counted
   */
  ClientMeters(MeterRegistry registry, String stage, Set<String> topics) {
    this.registry = registry;
    this.stage = stage;
    this.topics = topics;
    // Counters begin at 0, so that their first step is seen.
    for (ClientMeasure measure : ClientMeasure.values()) {
      if (!measure.byTopic()) {
        series(measure, null);
      }
    }
  }

  void measured(KafkaMetric metric) {
    @Nullable ClientSeries of = find(metric.metricName());
    if (of != null) {
      of.add(metric);
    }
  }

  void forgotten(KafkaMetric metric) {
    @Nullable ClientSeries of = find(metric.metricName());
    if (of != null) {
      of.remove(metric);
    }
  }

  /** A measure now, over all clients; NaN if none of them has it. */
  double value(ClientMeasure measure) {
    return series(measure, null).value();
  }

  /** A measure of a topic now, over all clients; NaN if none of them has it. */
  double value(ClientMeasure measure, String topic) {
    return series(measure, topic).value();
  }

  private @Nullable ClientSeries find(MetricName name) {
    @Nullable ClientMeasure measure = ClientMeasure.of(name);
    if (measure == null) {
      return null;
    }
    if (!measure.byTopic()) {
      return series(measure, null);
    }
    // Kafka also tells topics under names with underscores, as it once did.
    @Nullable String topic = name.tags().get(ClientMeasure.TOPIC);
    return topic != null && topics.contains(topic) ? series(measure, topic) : null;
  }

  private synchronized ClientSeries series(ClientMeasure measure, @Nullable String topic) {
    String key = measure + "/" + topic;
    @Nullable ClientSeries known = series.get(key);
    if (known != null) {
      return known;
    }
    ClientSeries made = new ClientSeries(measure);
    series.put(key, made);
    @Nullable String meter = measure.meter();
    if (meter != null) {
      Tags tags = Tags.of(WorkMeters.STAGE, stage);
      register(meter, measure, made, topic == null ? tags : tags.and(ClientMeasure.TOPIC, topic));
    }
    return made;
  }

  private void register(String meter, ClientMeasure measure, ClientSeries of, Tags tags) {
    if (measure.fold() == Fold.COUNT) {
      FunctionCounter.builder(meter, of, ClientSeries::value)
          .description(measure.description())
          .tags(tags)
          .register(registry);
    } else {
      Gauge.builder(meter, of, ClientSeries::value)
          .description(measure.description())
          .tags(tags)
          .register(registry);
    }
  }
}
