package org.entrain.transport;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.entrain.transport.StageHealth.Phase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stage that is a Kafka Streams application. */
public class StreamsStage implements Stage {

  private static final Logger LOG = LoggerFactory.getLogger(StreamsStage.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String name;
  private final KafkaStreams streams;
  private volatile @Nullable Throwable failure;

  /**
   * @param name name of the application
   * @param stateFolder folder of the application's stores
   */
  protected StreamsStage(
      String name, Topology topology, KafkaConnection connection, Path stateFolder) {
    this.name = name;
    Properties properties = new Properties();
    properties.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
        MemberId.of(stateFolder));
    properties.putAll(connection.streams(name, stateFolder.toString()));
    streams = new KafkaStreams(topology, properties);
    streams.setUncaughtExceptionHandler(
        exception -> {
          LOG.error("{} failed", name, exception);
          failure = exception;
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final void start() {
    streams.start();
  }

  @Override
  public final @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public final StageHealth health() {
    if (failure != null) {
      return StageHealth.of(Phase.FAILED);
    }
    return StageHealth.of(
        switch (streams.state()) {
          case CREATED -> Phase.NEW;
          case REBALANCING -> Phase.STARTING;
          case RUNNING -> Phase.RUNNING;
          case PENDING_ERROR, ERROR -> Phase.FAILED;
          case PENDING_SHUTDOWN, NOT_RUNNING -> Phase.STOPPED;
        });
  }

  @Override
  public final void close() {
    if (!streams.close(PATIENCE)) {
      LOG.warn("{} did not stop within {}", name, PATIENCE);
    }
  }
}
