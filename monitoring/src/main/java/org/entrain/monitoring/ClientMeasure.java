package org.entrain.monitoring;

import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/** The measures of Kafka's clients that are told, of the some 300 that each client has. */
enum ClientMeasure {
  RECORDS_READ(
      "entrain.records.read",
      "Records read",
      Fold.COUNT,
      true,
      "fetch-manager",
      "records-consumed-total"),
  BYTES_READ(
      "entrain.read.bytes",
      "Bytes read",
      Fold.COUNT,
      true,
      "fetch-manager",
      "bytes-consumed-total"),
  RECORDS_WRITTEN(
      "entrain.records.written",
      "Records written",
      Fold.COUNT,
      true,
      "producer-topic",
      "record-send-total"),
  BYTES_WRITTEN(
      "entrain.written.bytes", "Bytes written", Fold.COUNT, true, "producer-topic", "byte-total"),
  SEND_ERRORS(
      "entrain.send.errors",
      "Records that the brokers did not take",
      Fold.COUNT,
      true,
      "producer-topic",
      "record-error-total"),
  SEND_RETRIES(
      "entrain.send.retries",
      "Records that were sent once more",
      Fold.COUNT,
      true,
      "producer-topic",
      "record-retry-total"),
  REBALANCES(
      "entrain.rebalances",
      "Times the group gave its members their partitions",
      Fold.COUNT,
      false,
      "coordinator",
      "rebalance-total"),
  REBALANCES_FAILED(
      "entrain.rebalances.failed",
      "Times that this did not succeed",
      Fold.COUNT,
      false,
      "coordinator",
      "failed-rebalance-total"),
  ASSIGNED_PARTITIONS(
      "entrain.assigned.partitions",
      "Partitions that this worker reads",
      Fold.SUM,
      false,
      "coordinator",
      "assigned-partitions"),
  HEARTBEAT_AGE(
      "entrain.heartbeat.age.seconds",
      "Time since the last heartbeat to the coordinator of the group",
      Fold.GREATEST,
      false,
      "coordinator",
      "last-heartbeat-seconds-ago"),
  CONNECTIONS(
      "entrain.connections",
      "Open connections to brokers",
      Fold.SUM,
      false,
      "",
      "connection-count"),
  AUTHENTICATION_FAILURES(
      "entrain.authentication.failures",
      "Connections whose credentials the brokers refused",
      Fold.COUNT,
      false,
      "",
      "failed-authentication-total"),
  SEND_LATENCY(
      "entrain.send.latency.seconds",
      "Mean time in which brokers acknowledge; the slowest client's",
      Fold.GREATEST,
      false,
      "producer",
      "request-latency-avg"),
  FETCH_LATENCY(
      "entrain.fetch.latency.seconds",
      "Mean time in which brokers answer fetches; the slowest client's",
      Fold.GREATEST,
      false,
      "fetch-manager",
      "fetch-latency-avg"),
  /** Records behind the consumers' own places; told as lag where no group has a place. */
  LAG(null, "", Fold.SUM, true, "fetch-manager", "records-lag"),
  /** Time since a consumer last asked for records; told as the age of a loop that is Kafka's. */
  POLL_AGE(null, "", Fold.LEAST, false, "consumer", "last-poll-seconds-ago");

  /** How the values of several clients become one. */
  enum Fold {
    /** Added up, and never less again when a client is closed. */
    COUNT,
    SUM,
    GREATEST,
    LEAST
  }

  /** Label of a topic, ours and Kafka's. */
  static final String TOPIC = "topic";

  private static final double MILLIS = 1e-3;

  private final @Nullable String meter;
  private final String description;
  private final Fold fold;
  private final boolean byTopic;
  private final String group;
  private final String name;

  /**
   * @param meter name of what is told; null if it is for us alone
   * @param group part of the name of Kafka's group of metrics
   * @param name Kafka's name
   */
  ClientMeasure(
      @Nullable String meter,
      String description,
      Fold fold,
      boolean byTopic,
      String group,
      String name) {
    this.meter = meter;
    this.description = description;
    this.fold = fold;
    this.byTopic = byTopic;
    this.group = group;
    this.name = name;
  }

  /** Which one a metric of Kafka's is; null for one that is not told. */
  static @Nullable ClientMeasure of(MetricName metric) {
    for (ClientMeasure measure : values()) {
      if (metric.name().equals(measure.name)
          && metric.group().contains(measure.group)
          && measure.byTopic
              == (metric.tags().containsKey(TOPIC) || measure.byTopic && shared(metric))) {
        return measure;
      }
    }
    return null;
  }

  /** Whether a metric is of a consumer of a share group. */
  static boolean shared(MetricName metric) {
    return metric.group().equals("consumer-share-fetch-manager-metrics");
  }

  @Nullable String meter() {
    return meter;
  }

  String description() {
    return description;
  }

  Fold fold() {
    return fold;
  }

  boolean byTopic() {
    return byTopic;
  }

  /** Kafka tells latencies in milliseconds. */
  double scale() {
    return this == SEND_LATENCY || this == FETCH_LATENCY ? MILLIS : 1;
  }
}
