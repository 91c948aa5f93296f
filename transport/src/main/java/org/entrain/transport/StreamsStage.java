package org.entrain.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.entrain.transport.StageHealth.Phase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stage that is a Kafka Streams application. */
public class StreamsStage implements Stage {

  private static final Logger LOG = LoggerFactory.getLogger(StreamsStage.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** File that says that stores failed. */
  private static final String BROKEN = "stores-failed";

  private final String name;
  private final Path broken;
  private final Supplier<KafkaStreams> maker;
  private volatile KafkaStreams streams;
  private volatile @Nullable Throwable failure;

  /**
   * @param name name of the application
   * @param topology makes the topology, a new one on every call
   * @param stateFolder folder of the application's stores
   */
  protected StreamsStage(
      String name, Supplier<Topology> topology, KafkaConnection connection, Path stateFolder) {
    this.name = name;
    Properties properties = new Properties();
    properties.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
        MemberId.of(stateFolder));
    properties.putAll(connection.streams(name, stateFolder.toString()));
    maker =
        () -> {
          KafkaStreams made = new KafkaStreams(topology.get(), properties);
          made.setUncaughtExceptionHandler(this::fail);
          return made;
        };
    streams = maker.get();
    broken = stateFolder.resolve(BROKEN);
  }

  private StreamThreadExceptionResponse fail(Throwable exception) {
    LOG.error("{} failed", name, exception);
    failure = exception;
    if (Causes.any(exception, ProcessorStateException.class::isInstance)) {
      try {
        Files.writeString(broken, exception.toString());
      } catch (IOException e) {
        LOG.warn("{} cannot be written: {}", broken, e.toString());
      }
    }
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  @Override
  public final String name() {
    return name;
  }

  /**
   * Starts the application. Local stores that cannot be opened, or failed when they were last used,
   * such as those that a full disk cut off, are deleted and made again: all that they hold is in
   * their changelog topics.
   */
  @Override
  public final void start() {
    try {
      if (Files.exists(broken)) {
        LOG.warn("{}: local stores failed before and are made again", name);
        streams.cleanUp();
        Files.delete(broken);
      }
      streams.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ProcessorStateException e) {
      LOG.warn("{}: local stores cannot be opened and are made again", name, e);
      streams.close(PATIENCE);
      streams = maker.get();
      streams.cleanUp();
      streams.start();
    }
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
