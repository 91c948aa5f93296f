package org.entrain.monitoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.entrain.monitoring.ClientMeasure.Fold;

/**
 * One measure of several clients as one number. Thread-safe; clients are asked without a lock of
 * ours, because they hold theirs when they tell of a measure.
 */
final class ClientSeries {

  private final ClientMeasure measure;
  private List<KafkaMetric> metrics = List.of();

  /** What clients that are closed had counted. */
  private double past;

  private record Known(List<KafkaMetric> metrics, double past) {}

  ClientSeries(ClientMeasure measure) {
    this.measure = measure;
  }

  synchronized void add(KafkaMetric metric) {
    List<KafkaMetric> more = new ArrayList<>(metrics);
    more.add(metric);
    metrics = List.copyOf(more);
  }

  void remove(KafkaMetric metric) {
    double last = measure.fold() == Fold.COUNT ? Math.max(0, number(metric)) : 0;
    synchronized (this) {
      List<KafkaMetric> fewer = new ArrayList<>(metrics);
      if (fewer.remove(metric)) {
        metrics = List.copyOf(fewer);
        past += Double.isNaN(last) ? 0 : last;
      }
    }
  }

  /** The number now; NaN if no client knows it, 0 of what is counted. */
  double value() {
    Known known = known();
    // Kafka says -1 where something has not happened yet.
    double[] values =
        known.metrics().stream().mapToDouble(ClientSeries::number).filter(v -> v >= 0).toArray();
    if (measure.fold() == Fold.COUNT) {
      return known.past() + Arrays.stream(values).sum();
    }
    if (values.length == 0) {
      return Double.NaN;
    }
    double folded =
        switch (measure.fold()) {
          case COUNT, SUM -> Arrays.stream(values).sum();
          case GREATEST -> Arrays.stream(values).max().orElse(Double.NaN);
          case LEAST -> Arrays.stream(values).min().orElse(Double.NaN);
        };
    return folded * measure.scale();
  }

  private synchronized Known known() {
    return new Known(metrics, past);
  }

  private static double number(KafkaMetric metric) {
    return metric.metricValue() instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
