package org.entrain.transport;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;

/**
 * Tells a stage's listener what its Kafka clients measure, those inside of Kafka Streams too. Made
 * by Kafka.
 */
public final class ClientReporter implements MetricsReporter {

  private StageListener listener = StageListener.NONE;

  @Override
  public void configure(Map<String, ?> configs) {
    listener = listener(configs);
  }

  @Override
  public void init(List<KafkaMetric> metrics) {
    metrics.forEach(listener::measured);
  }

  @Override
  public void metricChange(KafkaMetric metric) {
    listener.measured(metric);
  }

  @Override
  public void metricRemoval(KafkaMetric metric) {
    listener.forgotten(metric);
  }

  @Override
  public void close() {}

  /** The listener that a connection put beside the settings of a client. */
  static StageListener listener(Map<String, ?> configs) {
    return configs.get(KafkaConnection.LISTENER) instanceof StageListener found
        ? found
        : StageListener.NONE;
  }
}
