package org.entrain.transport;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.streams.StreamsConfig;
import org.entrain.schemas.Topics;

/**
 * How to reach the brokers, and the settings of every kind of client.
 *
 * @param bootstrapServers addresses, {@code host:port,…}
 * @param overrides raw Kafka settings of the user (TLS, SASL, time-outs); they win over ours
 * @param listener told what the clients measure, and what whoever has them does
 */
public record KafkaConnection(
    String bootstrapServers, Map<String, String> overrides, StageListener listener) {

  /** Name under which Kafka hands the listener to what it makes itself. */
  static final String LISTENER = "entrain.listener";

  public KafkaConnection {
    overrides = Map.copyOf(overrides);
  }

  /** A connection that nobody listens to. */
  public KafkaConnection(String bootstrapServers, Map<String, String> overrides) {
    this(bootstrapServers, overrides, StageListener.NONE);
  }

  /** The same connection for another listener. */
  public KafkaConnection heardBy(StageListener other) {
    return new KafkaConnection(bootstrapServers, overrides, other);
  }

  /** Settings of an administrative client. */
  public Map<String, Object> admin() {
    return with(Map.of());
  }

  /** Settings of an idempotent producer. */
  public Map<String, Object> producer(String clientId) {
    return with(
        Map.of(
            CommonClientConfigs.CLIENT_ID_CONFIG,
            clientId,
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.LINGER_MS_CONFIG,
            5,
            ProducerConfig.BATCH_SIZE_CONFIG,
            1 << 17,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "none",
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            Topics.MAX_RECORD_BYTES));
  }

  /** Settings of a consumer that assigns partitions itself and keeps its offsets elsewhere. */
  public Map<String, Object> consumer(String clientId) {
    return with(
        Map.of(
            CommonClientConfigs.CLIENT_ID_CONFIG,
            clientId,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false,
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            Topics.MAX_RECORD_BYTES));
  }

  /** Settings of a member of a consumer group that commits by hand. */
  public Map<String, Object> consumer(String clientId, String group) {
    Map<String, Object> settings = consumer(clientId);
    settings.putIfAbsent(ConsumerConfig.GROUP_ID_CONFIG, group);
    return settings;
  }

  /** Settings of a member of a share group that takes one record at a time. */
  public Map<String, Object> shareConsumer(String clientId, String group) {
    return with(
        Map.of(
            CommonClientConfigs.CLIENT_ID_CONFIG,
            clientId,
            ConsumerConfig.GROUP_ID_CONFIG,
            group,
            ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG,
            "explicit",
            ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG,
            "record_limit",
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            1));
  }

  /**
   * Settings of a Streams application with exactly-once processing, whose unusable records go to
   * their topic's dead letters.
   *
   * @param stateFolder folder of the application's stores
   */
  public Map<String, Object> streams(String applicationId, String stateFolder) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, stateFolder);
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
    settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    settings.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
        DeadLetterDeserializationHandler.class);
    settings.put(
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterProcessingHandler.class);
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        Topics.MAX_RECORD_BYTES);
    if (listener != StageListener.NONE) {
      // Streams hands settings that it does not know to its clients under their prefixes alone.
      settings.put(StreamsConfig.consumerPrefix(LISTENER), listener);
      settings.put(StreamsConfig.producerPrefix(LISTENER), listener);
      settings.put(StreamsConfig.adminClientPrefix(LISTENER), listener);
    }
    return with(settings);
  }

  private Map<String, Object> with(Map<String, Object> ours) {
    Map<String, Object> settings = new HashMap<>(ours);
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.putAll(overrides);
    if (listener != StageListener.NONE) {
      settings.put(LISTENER, listener);
      settings.merge(
          CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG,
          JmxReporter.class.getName() + "," + ClientReporter.class.getName(),
          (theirs, both) -> theirs + "," + ClientReporter.class.getName());
    }
    return settings;
  }
}
