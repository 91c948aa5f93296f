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
  private @Nullable String sharedTopic;

  /**
   * @param topics names of topics that are told apart; those of others are not counted
   */
  ClientMeters(MeterRegistry registry, String stage, Set<String> topics) {
    this.registry = registry;
    this.stage = stage;
    this.topics = topics;
  }

  /** The topic of a consumer of a share group, which does not tell topics apart. */
  synchronized void shares(String topic) {
    sharedTopic = topic;
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
    return valueOf(measure, null);
  }

  /** A measure of a topic now, over all clients; NaN if none of them has it. */
  double value(ClientMeasure measure, String topic) {
    return valueOf(measure, topic);
  }

  private double valueOf(ClientMeasure measure, @Nullable String topic) {
    @Nullable ClientSeries known = known(measure, topic);
    return known == null ? Double.NaN : known.value();
  }

  private synchronized @Nullable ClientSeries find(MetricName name) {
    @Nullable ClientMeasure measure = ClientMeasure.of(name);
    if (measure == null) {
      return null;
    }
    if (!measure.byTopic()) {
      return series(measure, null);
    }
    // Kafka also tells topics under names with underscores, as it once did.
    @Nullable String topic =
        ClientMeasure.shared(name) ? sharedTopic : name.tags().get(ClientMeasure.TOPIC);
    return topic != null && topics.contains(topic) ? series(measure, topic) : null;
  }

  private synchronized ClientSeries series(ClientMeasure measure, @Nullable String topic) {
    @Nullable ClientSeries known = known(measure, topic);
    if (known != null) {
      return known;
    }
    ClientSeries made = new ClientSeries(measure);
    series.put(measure + "/" + topic, made);
    @Nullable String meter = measure.meter();
    if (meter != null) {
      Tags tags = Tags.of(WorkMeters.STAGE, stage);
      register(meter, measure, made, topic == null ? tags : tags.and(ClientMeasure.TOPIC, topic));
    }
    return made;
  }

  private synchronized @Nullable ClientSeries known(ClientMeasure measure, @Nullable String topic) {
    return series.get(measure + "/" + topic);
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
