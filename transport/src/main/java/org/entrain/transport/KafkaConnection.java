package org.entrain.transport;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.streams.StreamsConfig;
import org.entrain.common.InvalidInputException;
import org.entrain.schemas.TopicConfigs;
import org.entrain.schemas.Topics;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the brokers, and the settings of every kind of client.
 *
 * @param bootstrapServers addresses, {@code host:port,…}
 * @param overrides raw Kafka settings of the user (TLS, SASL, time-outs); they win over ours, and
 *     are those that {@link ClientSettings} lets through
 * @param replication replicas of topics that Streams applications make for themselves; {@link
 *     #BROKERS_DEFAULT} leaves them to the brokers
 * @param listener told what the clients measure, and what whoever has them does
 */
public record KafkaConnection(
    String bootstrapServers,
    Map<String, String> overrides,
    int replication,
    StageListener listener) {

  /** As many replicas as the brokers give topics of which nobody says how many. */
  public static final int BROKERS_DEFAULT = -1;

  /** Name under which Kafka hands the listener to what it makes itself. */
  static final String LISTENER = "entrain.listener";

  private static final int BATCH_BYTES = 1 << 17;

  /** A fetch is answered when there are records: waiting longer only asks less often for none. */
  private static final int LONGEST_FETCH_MS = 2_000;

  /** Answers of megabytes come in steps of a buffer: the system's own grows, Kafka's is 64 KiB. */
  private static final int SYSTEMS_BUFFER = -1;

  /** Records end the wait; the commit after the last ones can wait for so long. */
  private static final long STREAMS_POLL_MS = 500;

  /** A commit waits for all that was sent; what is emitted is read up to this and a poll later. */
  private static final long STREAMS_COMMIT_MS = 500;

  private static final int STREAMS_BATCH_BYTES = 1 << 19;
  private static final int STORE_CACHE_BYTES = 64 << 20;
  private static final int WAITING_RECORDS = 100;

  public KafkaConnection {
    overrides = Map.copyOf(overrides);
  }

  /** A connection that nobody listens to, whose applications leave replicas to the brokers. */
  public KafkaConnection(String bootstrapServers, Map<String, String> overrides) {
    this(bootstrapServers, overrides, BROKERS_DEFAULT, StageListener.NONE);
  }

  /** This connection with another number of replicas. */
  public KafkaConnection withReplication(int replicas) {
    return new KafkaConnection(bootstrapServers, overrides, replicas, listener);
  }

  /** The same connection for another listener. */
  public KafkaConnection heardBy(StageListener other) {
    return new KafkaConnection(bootstrapServers, overrides, replication, other);
  }

  /** Settings of an administrative client. */
  public Map<String, Object> admin() {
    return with(Map.of());
  }

  /**
   * An administrative client.
   *
   * @throws InvalidInputException if the user's settings do not make one, such as a key store that
   *     cannot be read
   */
  Admin administer() {
    try {
      return Admin.create(admin());
    } catch (KafkaException e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      throw new InvalidInputException(
          "Kafka client settings",
          "clients of " + bootstrapServers,
          "settings that make a client",
          String.valueOf(root.getMessage()),
          "Look at --kafka-config, ENTRAIN_KAFKA_… and --set kafka.….",
          e);
    }
  }

  /** Settings of an idempotent producer. */
  public Map<String, Object> producer(String clientId) {
    return with(
        Map.of(
            CommonClientConfigs.CLIENT_ID_CONFIG,
            clientId,
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true,
            ProducerConfig.LINGER_MS_CONFIG,
            5,
            ProducerConfig.BATCH_SIZE_CONFIG,
            BATCH_BYTES,
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
            Topics.MAX_RECORD_BYTES,
            ConsumerConfig.RECEIVE_BUFFER_CONFIG,
            SYSTEMS_BUFFER,
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
            longestFetch()));
  }

  /** A request must not be given up while its answer is awaited as agreed. */
  private int longestFetch() {
    @Nullable String patience = overrides.get(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG);
    return patience != null && patience.matches("[0-9]{1,9}")
        ? Math.min(LONGEST_FETCH_MS, Integer.parseInt(patience) / 2)
        : LONGEST_FETCH_MS;
  }

  /** Settings of a member of a consumer group that commits by hand. */
  public Map<String, Object> consumer(String clientId, String group) {
    Map<String, Object> settings = consumer(clientId);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    return settings;
  }

  /** Settings of a member of a share group that takes one record at a time. */
  public Map<String, Object> shareConsumer(String clientId, String group) {
    Map<String, Object> settings =
        with(
            Map.of(
                CommonClientConfigs.CLIENT_ID_CONFIG,
                clientId,
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG,
                "explicit",
                ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG,
                "record_limit",
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                longestFetch()));
    // Whatever other consumers are given: a worker holds one task at a time.
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    return settings;
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
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, replication);
    if (replication != BROKERS_DEFAULT) {
      TopicConfigs.durability(replication)
          .forEach((name, value) -> settings.put(StreamsConfig.topicPrefix(name), value));
    }
    // A store's record may be as large as an event, whatever brokers allow of themselves.
    settings.put(
        StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
        Integer.toString(Topics.MAX_RECORD_BYTES));
    settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    settings.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
        DeadLetterDeserializationHandler.class);
    settings.put(
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterProcessingHandler.class);
    // Records are large: a cache for those of open TRs, batches of many, few waiting in memory.
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, STORE_CACHE_BYTES);
    settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, WAITING_RECORDS);
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), STREAMS_BATCH_BYTES);
    settings.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
        Topics.MAX_RECORD_BYTES);
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    settings.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), longestFetch());
    settings.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.RECEIVE_BUFFER_CONFIG), SYSTEMS_BUFFER);
    settings.put(StreamsConfig.POLL_MS_CONFIG, STREAMS_POLL_MS);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, STREAMS_COMMIT_MS);
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        Topics.MAX_RECORD_BYTES);
    // Rows of features repeat each other's lags: a batch of them shrinks, if it holds several.
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    if (listener != StageListener.NONE) {
      // Streams hands settings that it does not know to its clients under their prefixes alone.
      settings.put(StreamsConfig.consumerPrefix(LISTENER), listener);
      settings.put(StreamsConfig.producerPrefix(LISTENER), listener);
      settings.put(StreamsConfig.adminClientPrefix(LISTENER), listener);
    }
    return with(settings);
  }

  /** Without the overrides, which may hold secrets. */
  @Override
  public String toString() {
    return "KafkaConnection[" + bootstrapServers + "]";
  }

  private Map<String, Object> with(Map<String, Object> ours) {
    Map<String, Object> settings = new HashMap<>(ours);
    settings.putAll(overrides);
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
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
